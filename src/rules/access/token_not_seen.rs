//! The server answers as if no token had been sent.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/token-not-seen",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server answers as if no token had been sent",
    why: "The challenge is the same as without a token, so the `Authorization` header was lost: \
        a proxy or gateway strips it, a redirect dropped it, or a middleware reads another header.",
    fix: "Let every proxy in front of the server pass `Authorization` on, and publish the address that \
        answers without a redirect.",
    cites: &[cite::RFC6750_ERROR_CODES, cite::MCP_TOKEN_REQUIREMENTS],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("Authorization")
    })
}
