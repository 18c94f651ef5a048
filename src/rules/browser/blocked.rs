//! A browser lets nothing through and does not say why.

use super::{preflight_headers, preflight_refused};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::http::FailureKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::operator;
use crate::spec::cite;
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    id: "browser/blocked",
    severity: Severity::Error,
    party: Party::Server,
    alternatives: &[
        (
            "contact/unreachable",
            "Ask the same address from a terminal: if that fails as well, it is not the browser.",
        ),
        (
            "contact/tls",
            "Open the address in a tab: a certificate warning there shows the cause.",
        ),
    ],
    title: "The browser blocked the response",
    why: "A page is told only that the request failed: CORS, an unreachable host, TLS, mixed content and an \
        extension that blocks look the same.",
    fix: "Send Access-Control-Allow-Origin with every answer. To see which it is, ask the same address from a \
        terminal or from an editor extension.",
    cites: &[cite::FETCH_CORS],
    fails: examples![
        "
            seen from: browser
            > POST https://mcp.example.com/mcp
            ! blocked TypeError: Failed to fetch
        "
    ],
    passes: examples![
        "
            seen from: browser
            > POST https://mcp.example.com/mcp
            < 401
        ",
        "
            seen from: browser
            > OPTIONS https://auth.example.com/register
            > Origin: https://app.example
            > Access-Control-Request-Method: POST
            < 404
            > POST https://auth.example.com/register
            > Origin: https://app.example
            ! blocked TypeError: Failed to fetch
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::CaptureMore]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let explained = explained(reading);
    let is_explained = |index: usize, url: &str| {
        let preflight = explained.get(place(url));
        preflight.is_some_and(|before| *before < index)
    };
    for (index, exchange) in reading.of_flow() {
        let failure = exchange
            .failure
            .as_ref()
            .filter(|one| one.kind == FailureKind::Blocked);
        if let Some(failure) = failure.filter(|_| !is_explained(index, &exchange.request.url)) {
            let title = format!(
                "The browser blocked the response from {}",
                exchange.request.url
            );
            return Verdict::Fail(vec![
                Fact::at(index, title)
                    .received(failure.message.clone())
                    .party(operator::of(reading, index))
                    .inferred(),
            ]);
        }
    }
    let looked = reading.in_browser() && reading.of_flow().next().is_some();
    Verdict::of(looked, Vec::new())
}

/// The addresses whose preflights say why, each with the first of them.
fn explained<'a>(reading: &Reading<'a>) -> HashMap<&'a str, usize> {
    let mut found = HashMap::new();
    for one in &reading.preflights {
        if preflight_refused::flaw(one).is_some() || !preflight_headers::missing(one).is_empty() {
            found
                .entry(place(&one.exchange.request.url))
                .or_insert(one.index);
        }
    }
    found
}
