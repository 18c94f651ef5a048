//! How the gathering asks: only what a client may ask, each level at once or one after the other, redirects hop by hop; and nothing
//! more of a host that gives no answer.

use super::{GatherOptions, is_success};
use crate::flow::after::access;
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::tokens::Tokens;
use crate::flow::outcome::Stop;
use crate::http::{Exchange, FailureKind, Request};
use crate::limits;
use crate::wire::address::{Address, same_origin};

/// One gathering under way.
pub struct Asking<'a> {
    /// Sends.
    pub host: &'a Host,
    /// What to ask, and how.
    pub options: &'a GatherOptions,
    /// One after the other.
    pub polite: bool,
    /// A request that got no answer in time, one for each host and each time that it was waited for.
    pub waits: Vec<String>,
}

impl Asking<'_> {
    /// Several locations of one thing: at once where eager, else one after the other until one answers.
    ///
    /// # Errors
    /// Where the host can't send.
    pub fn level(&mut self, urls: Vec<String>) -> Result<Vec<Exchange>, HostFailed> {
        if !self.polite {
            return self.ask(urls.into_iter().map(Request::get).collect());
        }
        let mut exchanges = Vec::new();
        for url in urls {
            let answers = self.ask(vec![Request::get(url)])?;
            let found = answers.iter().any(is_success);
            exchanges.extend(answers);
            if found {
                break;
            }
        }
        Ok(exchanges)
    }

    /// Sends what may be sent, and follows the redirects of a read, hop by hop, as far as a careful client would.
    ///
    /// # Errors
    /// Where the host can't send.
    pub fn ask(&mut self, requests: Vec<Request>) -> Result<Vec<Exchange>, HostFailed> {
        let allowed: Vec<Request> = requests
            .into_iter()
            .filter(|request| request.url == self.options.server || self.may_ask(&request.url))
            .filter(|request| !self.is_silent(&request.url))
            .collect();
        if allowed.is_empty() {
            return Ok(Vec::new());
        }
        let mut exchanges = self.fetch(allowed)?;
        let mut arrived = exchanges.clone();
        for _ in 0..limits::REDIRECTS {
            let seen = self.host.seen();
            let next: Vec<Request> = arrived
                .iter()
                .filter_map(redirect_of)
                .filter(|request| self.may_ask(&request.url) && !self.is_silent(&request.url))
                .filter(|request| !seen.iter().any(|one| one.request.url == request.url))
                .collect();
            if next.is_empty() {
                break;
            }
            arrived = self.fetch(next)?;
            exchanges.extend(arrived.iter().cloned());
        }
        // A server that is overloaded or refuses is asked one thing at a time from then on.
        self.polite |= exchanges
            .iter()
            .any(|one| matches!(one.status(), 403 | 429));
        Ok(exchanges)
    }

    fn fetch(&mut self, requests: Vec<Request>) -> Result<Vec<Exchange>, HostFailed> {
        let exchanges = self.host.fetch(requests)?;
        let mut waited: Vec<String> = Vec::new();
        for one in exchanges.iter().filter(|one| is_over_time(one)) {
            if !waited.iter().any(|url| same_origin(url, &one.request.url)) {
                waited.push(one.request.url.clone());
            }
        }
        self.waits.append(&mut waited);
        Ok(exchanges)
    }

    /// Whether a host was waited for often enough: it has answered nothing yet, at two addresses, or leaves too much unanswered.
    pub fn is_silent(&self, url: &str) -> bool {
        let waits = self.waits.iter().filter(|waited| same_origin(waited, url));
        match waits.count() {
            0 => false,
            limits::WAITS.. => true,
            _ => {
                let seen = self.host.seen();
                let of_host = seen.iter().filter(|one| same_origin(&one.request.url, url));
                of_host.clone().all(is_over_time) && of_host.count() > 1
            }
        }
    }

    /// Whether a host was waited for in vain: what else is to be asked there is asked at once.
    pub fn is_slow(&self, url: &str) -> bool {
        self.waits.iter().any(|waited| same_origin(waited, url))
    }

    /// Sends a request with the credential; nothing where it is for another origin, or for a host that gives no answer.
    ///
    /// # Errors
    /// Where the host can't send or sign.
    pub fn send_with(
        &mut self,
        credential: &Tokens,
        mut request: Request,
    ) -> Result<Option<Exchange>, HostFailed> {
        if self.is_silent(&request.url) {
            return Ok(None);
        }
        let carried = match access::headers(self.host, credential, &request.method, &request.url) {
            Ok(carried) => carried,
            Err(Stop::Host(failed)) => return Err(failed),
            Err(Stop::Refused(_) | Stop::Misused(_)) => return Ok(None),
        };
        for (name, value) in carried.iter() {
            request.headers.push(name, value);
        }
        Ok(self.fetch(vec![request])?.pop())
    }

    /// Only URLs that a client would ask: https, or what is as near as the server itself is (RFC 9728 §7.7).
    pub fn may_ask(&self, url: &str) -> bool {
        let (Ok(address), Ok(server)) = (Address::parse(url), Address::parse(&self.options.server))
        else {
            return false;
        };
        let plain = address.has_scheme("http") && server.has_scheme("http");
        let near = !address.is_private() || server.is_private();
        address.userinfo.is_none() && near && (address.has_scheme("https") || plain)
    }
}

fn is_over_time(exchange: &Exchange) -> bool {
    let failure = exchange.failure.as_ref();
    failure.is_some_and(|failure| failure.kind == FailureKind::Timeout)
}

fn redirect_of(exchange: &Exchange) -> Option<Request> {
    let response = exchange
        .response
        .as_ref()
        .filter(|response| response.is_redirect())?;
    if exchange.request.method != "GET" {
        return None;
    }
    let location = response.headers.get("location")?;
    let base = url::Url::parse(&exchange.request.url).ok()?;
    let target = base.join(&location).ok()?;
    Some(Request::get(String::from(target)))
}
