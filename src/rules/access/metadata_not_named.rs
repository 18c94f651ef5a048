//! The 403 challenge does not name the resource metadata.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "access/metadata-not-named",
    severity: Severity::Info,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The 403 challenge does not name the resource metadata",
    why: "A client that lost its state must find the authorization server again.",
    fix: "Add `resource_metadata` to every challenge, also with 403.",
    cites: &[cite::MCP_INSUFFICIENT_SCOPE, cite::RFC9728_CHALLENGE],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write", resource_metadata="https://mcp.example.com/meta"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .mcp
        .iter()
        .filter(|one| one.exchange.status() == 403)
        .filter(|one| {
            one.challenge()
                .is_some_and(|challenge| challenge.param("resource_metadata").is_none())
        })
        .map(|one| Fact::at(one.index, "").member("resource_metadata"));
    Verdict::of(!reading.mcp.is_empty(), facts)
}
