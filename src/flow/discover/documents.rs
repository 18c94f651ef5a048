//! Fetching metadata documents: several at once, redirects followed a few times and judged each time.

use crate::flow::deviation::Deviation;
use crate::flow::host::{Host, HostFailed};
use crate::flow::refusal::Refusal;
use crate::flow::token::unreachable;
use crate::flow::trust::Trust;
use crate::http::{Exchange, Request};
use crate::limits;
use crate::wire::address::same_origin;
use url::Url;

/// What one location gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The location that was asked for.
    pub url: String,
    /// The last answer; nothing where a redirect was refused.
    pub exchange: Option<Exchange>,
    /// Why a redirect was refused.
    pub refused: Option<Refusal>,
    /// Where a redirect to another origin led.
    pub elsewhere: Option<String>,
}

impl Document {
    /// The body, where the answer is a success (RFC 9728 §3.2, RFC 8414 §3.2: exactly 200).
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        let exchange = self.exchange.as_ref()?;
        (exchange.status() == 200).then(|| exchange.body().unwrap_or_default())
    }

    /// The status of the last answer; 0 where there is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.exchange.as_ref().map_or(0, Exchange::status)
    }

    /// Whether nobody knows what is there: no answer, or one that says "not now" (RFC 6585 §4, RFC 9110 §15.6).
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.exchange
            .as_ref()
            .is_some_and(|one| one.response.is_none() || matches!(one.status(), 429 | 500..=599))
    }

    /// Says that this document is used although it came from another origin; `what` names it.
    pub fn is_used(&self, host: &Host, what: &str) {
        if let Some(to) = &self.elsewhere {
            host.deviate(Deviation::Redirected {
                what: what.to_owned(),
                from: self.url.clone(),
                to: to.clone(),
            });
        }
    }

    /// Why there is no answer at all; nothing where there is one.
    #[must_use]
    pub fn out_of_reach(&self) -> Option<Refusal> {
        let exchange = self.exchange.as_ref()?;
        exchange.response.is_none().then(|| unreachable(exchange))
    }
}

/// Fetches all of them at once; the answers are in the same order. A network failure counts as an answer.
///
/// # Errors
/// Where the host can't fetch at all.
pub fn fetch(
    host: &Host,
    trust: &Trust,
    requests: Vec<Request>,
) -> Result<Vec<Document>, HostFailed> {
    let urls: Vec<String> = requests.iter().map(|request| request.url.clone()).collect();
    let exchanges = host.fetch(requests)?;
    let mut documents = Vec::new();
    for (url, exchange) in urls.into_iter().zip(exchanges) {
        documents.push(settle(host, trust, url, exchange)?);
    }
    Ok(documents)
}

/// Several locations at once; those whose answers are there already are not asked again. Where the server has had enough of us (403,
/// 429), one after the other, and none after the first that answers.
///
/// # Errors
/// Where the host can't fetch at all.
pub fn ask(
    host: &Host,
    trust: &Trust,
    urls: &[String],
    along: &[Exchange],
) -> Result<Vec<Document>, HostFailed> {
    let known = |url: &String| along.iter().find(|one| one.request.url == *url).cloned();
    let gently = host.is_unwelcome();
    let mut asked = Vec::new();
    if !gently {
        let requests: Vec<Request> = urls
            .iter()
            .filter(|url| known(url).is_none())
            .map(Request::get)
            .collect();
        if !requests.is_empty() {
            asked = fetch(host, trust, requests)?;
        }
    }
    let mut asked = asked.into_iter();
    let mut documents = Vec::new();
    for url in urls {
        let document = match (known(url), gently) {
            (Some(exchange), _) => Some(settle(host, trust, url.clone(), exchange)?),
            (None, false) => asked.next(),
            (None, true) => fetch(host, trust, vec![Request::get(url)])?.pop(),
        };
        let answered = document.as_ref().is_some_and(|one| one.body().is_some());
        documents.extend(document);
        if gently && answered {
            break;
        }
    }
    Ok(documents)
}

/// Follows the redirects of one answer.
///
/// # Errors
/// Where the host can't fetch at all.
pub fn settle(
    host: &Host,
    trust: &Trust,
    url: String,
    mut exchange: Exchange,
) -> Result<Document, HostFailed> {
    let (mut refused, mut elsewhere) = (None, None);
    for hop in 0.. {
        match next(trust, &exchange, hop) {
            Ok(None) => break,
            Ok(Some(target)) => {
                if !same_origin(&url, &target) {
                    elsewhere = Some(target.clone());
                }
                let request = Request {
                    url: target,
                    ..exchange.request.clone()
                };
                match host.fetch(vec![request])?.pop() {
                    Some(answer) => exchange = answer,
                    None => break,
                }
            }
            Err(refusal) => {
                refused = Some(refusal);
                break;
            }
        }
    }
    // A browser follows by itself.
    let end = (exchange.response.as_ref()).and_then(|response| response.final_url.clone());
    let elsewhere = elsewhere.or(end.filter(|end| !same_origin(&url, end)));
    Ok(Document {
        url,
        exchange: refused.is_none().then_some(exchange),
        refused,
        elsewhere,
    })
}

/// Where a redirect leads, if the answer is one.
fn next(trust: &Trust, exchange: &Exchange, hop: usize) -> Result<Option<String>, Refusal> {
    let Some(response) = &exchange.response else {
        return Ok(None);
    };
    let from = exchange.request.url.clone();
    // A browser follows by itself and only says where it ended.
    if let Some(end) = &response.final_url {
        trust.judge("redirect", end)?;
    }
    if !response.is_redirect() {
        return Ok(None);
    }
    let to = response
        .headers
        .get("location")
        .and_then(|location| Url::parse(&from).ok()?.join(&location).ok())
        .map(String::from);
    let Some(target) = to.clone().filter(|_| hop < limits::REDIRECTS) else {
        return Err(Refusal::RedirectRefused { from, to });
    };
    trust.judge("redirect", &target)?;
    Ok(Some(target))
}
