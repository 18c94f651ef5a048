//! The stream is refused although messages are accepted.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "access/stream-refused",
    severity: Severity::Warning,
    party: Party::Server,
    until: Some(Revision::V2025_11_25),
    title: "The stream is refused although messages are accepted",
    why: "The same token is good for POST and refused for GET or DELETE, so notifications do not arrive or \
        sessions stay open.",
    fix: "Check the token in the same way for every method of the endpoint.",
    cites: &[cite::MCP_TOKEN_REQUIREMENTS, cite::MCP_STREAMABLE_HTTP],
    fails: examples![
        "
            revision: 2025-11-25
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
            > GET https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
        "
    ],
    passes: examples![
        "
            revision: 2025-11-25
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
            > GET https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 405
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let accepted = reading
        .authenticated()
        .any(|one| one.exchange.request.method == "POST" && one.exchange.is_success());
    let facts = reading
        .authenticated()
        .filter(|one| accepted && one.exchange.status() == 401)
        .filter(|one| matches!(one.exchange.request.method.as_str(), "GET" | "DELETE"))
        .map(|one| {
            let method = &one.exchange.request.method;
            Fact::at(
                one.index,
                format!("{method} is answered 401 with a token that POST accepts"),
            )
        });
    Verdict::of(reading.authenticated().next().is_some(), facts)
}
