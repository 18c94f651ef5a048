//! The MCP endpoint redirects to itself.

use crate::evidence::absolute;
use crate::evidence::reading::Reading;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/redirect-loop",
    severity: Severity::Error,
    party: Party::Server,
    title: "The MCP endpoint redirects to itself, in a loop",
    why: "A client that follows it gets the same redirect again and gives up. It never reaches the server itself, so \
        no sign-in can start.",
    fix: "Find out what redirects the address to itself, and answer the POST there. Behind a proxy that terminates \
        TLS it is often a redirect to https: let the framework trust X-Forwarded-Proto.",
    cites: &[cite::RFC9110_REDIRECTION],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 302
            < Location: /mcp
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 307
            < Location: /mcp/
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.mcp.iter().filter(|one| leads_back(one.exchange));
    let facts = facts.map(|one| {
        let status = one.exchange.status();
        let url = &one.exchange.request.url;
        Fact::at(
            one.index,
            format!("{url} answers {status} with its own address in Location"),
        )
        .member("Location")
        .expected("an answer, such as 401 with a challenge")
        .received(format!("{status} to the same address"))
    });
    Verdict::of(!reading.mcp.is_empty(), facts)
}

/// Whether a redirect leads to the very address that was asked for.
#[must_use]
pub fn leads_back(exchange: &Exchange) -> bool {
    let Some(response) = exchange.response.as_ref().filter(|one| one.is_redirect()) else {
        return false;
    };
    let from = &exchange.request.url;
    let to = response.headers.get("location");
    let whole = |url: &str| absolute(from, url.split('#').next().unwrap_or(url));
    to.is_some_and(|to| whole(&to) == whole(from))
}
