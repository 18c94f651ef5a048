//! The server says that a scope is missing, but not which.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/scope-not-named",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server says that a scope is missing, but not which",
    why: "A client cannot ask for a scope whose name it does not know, so it gives up or asks for \
        everything.",
    fix: "Add the scopes that the operation needs to the challenge: `WWW-Authenticate: Bearer \
        error=\"insufficient_scope\", scope=\"…\"`.",
    cites: &[cite::MCP_INSUFFICIENT_SCOPE, cite::RFC6750_CHALLENGE],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < {"error":"forbidden","message":"Insufficient scope"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("scope")
    })
}
