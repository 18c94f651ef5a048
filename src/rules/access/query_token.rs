//! A token in the query is accepted.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::form;

pub static RULE: Rule = Rule {
    id: "access/query-token",
    severity: Severity::Warning,
    party: Party::Server,
    title: "A token in the query is accepted",
    why: "Addresses end up in logs, histories and referrers, and the token with them. MCP forbids it.",
    fix: "Accept the token in the `Authorization` header only, and refuse it in the query.",
    cites: &[cite::MCP_TOKEN_REQUIREMENTS, cite::RFC6750_QUERY],
    fails: examples![
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp?access_token=t
            < 200
        "
    ],
    passes: examples![
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .mcp
        .iter()
        .filter(|one| one.exchange.is_success())
        .filter(|one| {
            let query = one
                .exchange
                .request
                .url
                .split_once('?')
                .map_or("", |(_, query)| query);
            form::first(&form::decode(query), "access_token").is_some()
        })
        .map(|one| Fact::at(one.index, "").member("access_token"))
        .take(1);
    Verdict::of(!reading.mcp.is_empty(), facts)
}
