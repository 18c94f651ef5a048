//! An https page asks for an http address.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "browser/mixed-content",
    severity: Severity::Error,
    party: Party::Server,
    title: "An https page may not ask for an http address",
    why: "The browser blocks the request before it is sent (mixed content); the only exception is this machine \
        itself.",
    fix: "Serve the MCP server over https.",
    cites: &[cite::MIXED_CONTENT],
    fails: examples![
        "
            > POST http://mcp.example.com/mcp
            > Origin: https://app.example
            ! blocked Mixed Content: the page was loaded over HTTPS
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Origin: https://app.example
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for (index, exchange) in reading.of_flow() {
        let Some(page) = exchange.request.headers.get("origin") else {
            continue;
        };
        looked = true;
        let insecure = Address::parse(&exchange.request.url).is_ok_and(|one| !one.is_secure());
        if page.starts_with("https:") && insecure && exchange.failure.is_some() {
            return Verdict::Fail(vec![Fact::at(
                index,
                format!(
                    "The page at {page} may not ask for {}",
                    exchange.request.url
                ),
            )]);
        }
    }
    Verdict::of(looked, Vec::new())
}
