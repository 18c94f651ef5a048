//! Which exchanges a report is about, and how much of each.

use crate::evidence::Evidence;
use crate::evidence::link;
use crate::evidence::recognise;
use crate::evidence::step::Step;
use crate::http::Exchange;
use crate::limits;
use crate::wire::address::Address;
use crate::wire::form;
use std::collections::HashSet;

/// The evidence without the exchanges that have nothing to do with a sign-in, and without more of a body than is read. What was selected
/// once is not selected again.
pub fn few(evidence: &Evidence) -> Evidence {
    let steps = steps(evidence);
    let keeps = if evidence.left_out.is_some() {
        vec![true; steps.len()]
    } else {
        related(evidence, &steps)
    };
    let mut few = Evidence {
        server: evidence.server.clone(),
        symptom: evidence.symptom.clone(),
        exchanges: Vec::new(),
        refusal: evidence.refusal.clone(),
        configurations: evidence.configurations.clone(),
        ..*evidence
    };
    let mut left_out = 0;
    let mut room = limits::SHOWN;
    for ((exchange, step), keep) in evidence.exchanges.iter().zip(&steps).zip(keeps) {
        if !keep {
            left_out += 1;
            continue;
        }
        let cut = cut(exchange, *step);
        let size = size(&cut);
        if size > room && evidence.left_out.is_none() {
            left_out += 1;
            continue;
        }
        room = room.saturating_sub(size);
        few.exchanges.push(cut);
    }
    few.left_out = Some(evidence.left_out.unwrap_or(0) + left_out)
        .filter(|count| *count > 0 || evidence.left_out.is_some());
    few
}

/// The hosts of the MCP server.
pub fn server_hosts(evidence: &Evidence) -> HashSet<String> {
    let steps = steps(evidence);
    let asked = steps
        .iter()
        .zip(&evidence.exchanges)
        .filter(|(step, _)| **step == Step::Mcp);
    let urls = asked.map(|(_, exchange)| exchange.request.url.as_str());
    urls.chain(evidence.server.as_deref())
        .filter_map(host)
        .map(str::to_owned)
        .collect()
}

/// The hosts of all addresses that were asked, and their parts between dots, in lower case.
pub fn parts_of_hosts(evidence: &Evidence) -> HashSet<String> {
    let asked = evidence.exchanges.iter();
    let urls = asked.map(|exchange| exchange.request.url.as_str());
    let hosts = urls.chain(evidence.server.as_deref()).filter_map(host);
    hosts
        .flat_map(|host| host.split(['.', ':']).chain([host]))
        .map(str::to_ascii_lowercase)
        .collect()
}

fn steps(evidence: &Evidence) -> Vec<Step> {
    let known = link::known(evidence);
    evidence
        .exchanges
        .iter()
        .map(|exchange| recognise::step(exchange, &known))
        .collect()
}

/// What is a step of the flow; beside it what failed, redirected or was read at the same hosts. Where nothing is a step, everything; and of
/// many requests of a session that went through the first ones and the last ones.
fn related(evidence: &Evidence, steps: &[Step]) -> Vec<bool> {
    let flow: HashSet<&str> = steps
        .iter()
        .zip(&evidence.exchanges)
        .filter(|(step, _)| **step != Step::Other)
        .filter_map(|(_, exchange)| host(&exchange.request.url))
        .collect();
    let documents: HashSet<String> = evidence
        .exchanges
        .iter()
        .filter_map(|exchange| client_document(&exchange.request.url))
        .collect();
    let is_quiet = |exchange: &Exchange, step: Step| step == Step::Mcp && exchange.is_success();
    let quiet = steps
        .iter()
        .zip(&evidence.exchanges)
        .filter(|(step, exchange)| is_quiet(exchange, **step))
        .count();
    let mut at = 0;
    steps
        .iter()
        .zip(&evidence.exchanges)
        .map(|(step, exchange)| {
            if is_quiet(exchange, *step) {
                at += 1;
                return at <= limits::SHOWN_CALLS || at + limits::SHOWN_CALLS > quiet;
            }
            *step != Step::Other
                || flow.is_empty()
                || documents.contains(&exchange.request.url)
                || host(&exchange.request.url).is_some_and(|host| flow.contains(host))
                    && tells(exchange)
        })
        .collect()
}

/// Whether an exchange that is not a step may tell why one fails: not where it brought a part of a page.
fn tells(exchange: &Exchange) -> bool {
    let part_of_page = exchange
        .response
        .as_ref()
        .and_then(|one| one.media_type())
        .is_some_and(|kind| {
            ["image/", "font/", "video/", "audio/", "text/css"]
                .iter()
                .any(|start| kind.starts_with(start))
                || kind.contains("javascript")
                || kind.contains("wasm")
        });
    !part_of_page && !exchange.is_success()
}

/// The client ID metadata document that an authorization request names.
fn client_document(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let parameters = form::decode(query);
    form::first(&parameters, "client_id")
        .filter(|id| id.contains("://"))
        .map(str::to_owned)
}

fn host(url: &str) -> Option<&str> {
    Address::parse(url)
        .ok()
        .map(|address| address.host_and_port)
}

/// Documents are read whole; of pages, and of what calls bring, a part says what there is to say.
fn cut(exchange: &Exchange, step: Step) -> Exchange {
    let mut cut = exchange.clone();
    let is_call = step == Step::Mcp && exchange.is_success();
    if let Some(response) = &mut cut.response
        && let Some(body) = &mut response.body
    {
        let is_document = body.trim_start().starts_with(['{', '[']) && !is_call;
        let most = if is_document {
            limits::BODY
        } else if is_call {
            limits::SHOWN_CALL
        } else {
            limits::SHOWN_PAGE
        };
        // What is shown instead of a short text is longer than it.
        let most = if response.body_partial {
            most * 4
        } else {
            most
        };
        response.body_partial |= shorten(body, most);
    }
    if let Some(body) = &mut cut.request.body {
        shorten(body, limits::SHOWN_PAGE);
    }
    cut
}

fn shorten(text: &mut String, most: usize) -> bool {
    if text.len() <= most {
        return false;
    }
    let end = (0..=most)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.truncate(end);
    true
}

fn size(exchange: &Exchange) -> usize {
    let of_headers = |headers: &crate::http::Headers| {
        headers
            .iter()
            .map(|(name, value)| name.len() + value.len() + 24)
            .sum::<usize>()
    };
    let request = &exchange.request;
    let response = exchange.response.as_ref();
    request.url.len()
        + of_headers(&request.headers)
        + request.body.as_ref().map_or(0, String::len)
        + response.map_or(0, |one| {
            of_headers(&one.headers) + one.body.as_ref().map_or(0, String::len)
        })
        + 200
}
