//! Requests that got no answer at all, by the stage that they were for.

use super::operator;
use crate::evidence::absolute;
use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::http::{Exchange, Failure, FailureKind};
use crate::ledger::stage_of;
use crate::rule::{Fact, Verdict};
use crate::stage::Stage;
use crate::wire::address::same_origin;

const CLOSED: &str = "the connection is closed before an answer";
/// What speaks TLS closes a connection that does not begin with a handshake, and most programs say nothing more.
const MAYBE_TLS: &str = "Try the address with https://: a port that speaks TLS closes plain http connections. If http is right, check what \
    the server, or the proxy in front of it, does with the request.";

/// A fact for each request of a stage that got no answer.
pub fn facts(reading: &Reading, stages: &[Stage]) -> Verdict {
    let exchanges = reading.evidence.exchanges.iter().enumerate();
    let mut looked = false;
    let mut facts = Vec::new();
    for (index, exchange) in exchanges {
        let is_preflight = reading.steps.get(index) == Some(&Step::Preflight);
        let stage =
            stage_of(reading, index).filter(|stage| !is_preflight && stages.contains(stage));
        let Some(stage) = stage else {
            continue;
        };
        // What is wrong is the redirect that led there.
        if leads_from_elsewhere(reading, index) {
            continue;
        }
        looked |= exchange.failure.is_some() || exchange.status() > 0;
        let Some(failure) = &exchange.failure else {
            continue;
        };
        if let Some(how) = how(failure) {
            let url = &exchange.request.url;
            // A diagnosis gives up on such a host, and says so.
            let rest = if is_silent(reading, url) {
                "; its other addresses were not asked"
            } else {
                ""
            };
            let title = format!("{url} does not answer: {how}{rest}");
            let fact = Fact::at(index, title).received(failure.message.clone());
            let fact = match how == CLOSED && url.starts_with("http://") {
                true => fact.fix(MAYBE_TLS),
                false => fact,
            };
            // Whoever asks for an address that nobody answers looks at the address first.
            facts.push(match stage {
                Stage::Contact | Stage::Access => fact,
                _ => fact.party(operator::of(reading, index)),
            });
        }
    }
    Verdict::of(looked, facts)
}

/// Whether an MCP request was sent there by a redirect of another origin.
fn leads_from_elsewhere(reading: &Reading, index: usize) -> bool {
    let Some(target) = reading.mcp_at(index).map(|one| &one.exchange.request.url) else {
        return false;
    };
    let earlier = reading.mcp.iter().take_while(|one| one.index < index);
    earlier.map(|one| one.exchange).any(|one| {
        let response = one.response.as_ref().filter(|answer| answer.is_redirect());
        let to = response.and_then(|answer| answer.headers.get("location"));
        let from = &one.request.url;
        to.is_some_and(|to| absolute(from, &to) == *target && !same_origin(from, target))
    })
}

/// Whether a host answered nothing in time, at more than one address.
fn is_silent(reading: &Reading, url: &str) -> bool {
    let all = reading.evidence.exchanges.iter();
    let mut of_host = all.filter(|one| same_origin(&one.request.url, url));
    let in_vain = |one: &Exchange| {
        let failure = one.failure.as_ref();
        failure.is_some_and(|failure| failure.kind == FailureKind::Timeout)
    };
    of_host.clone().any(|one| one.request.url != url) && of_host.all(in_vain)
}

/// How a request fails that nobody answered; other rules look at TLS, at a browser that blocks, and at redirects.
fn how(failure: &Failure) -> Option<&'static str> {
    match failure.kind {
        FailureKind::Dns => Some("its name can't be resolved"),
        FailureKind::Connection if failure.is_closed() => Some(CLOSED),
        FailureKind::Connection if failure.message.to_ascii_lowercase().contains("refused") => {
            Some("the connection is refused")
        }
        FailureKind::Connection => Some("the connection could not be made"),
        FailureKind::Timeout => Some("no answer arrives in time"),
        FailureKind::TooLarge => Some("the answer does not end"),
        FailureKind::Other => Some("no HTTP answer comes back"),
        FailureKind::Tls
        | FailureKind::Aborted
        | FailureKind::Blocked
        | FailureKind::RedirectRefused => None,
    }
}
