//! A browser lets nothing through and does not say why.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::http::FailureKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

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
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::CaptureMore]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    for (index, exchange) in reading.of_flow() {
        let failure = exchange
            .failure
            .as_ref()
            .filter(|one| one.kind == FailureKind::Blocked);
        if let Some(failure) = failure {
            let title = format!(
                "The browser blocked the response from {}",
                exchange.request.url
            );
            return Verdict::Fail(vec![
                Fact::at(index, title)
                    .received(failure.message.clone())
                    .inferred(),
            ]);
        }
    }
    let looked = reading.in_browser() && reading.of_flow().next().is_some();
    Verdict::of(looked, Vec::new())
}
