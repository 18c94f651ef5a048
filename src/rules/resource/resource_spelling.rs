//! `resource` is another spelling of the server's address.

use super::{allowed, compared};
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::relation::Relation;

pub static RULE: Rule = Rule {
    id: "resource/resource-spelling",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "`resource` is another spelling of the server's address",
    why: "The two mean the same, but identifiers are compared character by character: case, a default port \
        or percent-encoding make strict clients refuse.",
    fix: "Publish `resource` in its canonical form: lower-case scheme and host, no default port.",
    cites: &[cite::RFC9728_COMPARISON, cite::MCP_CANONICAL_URI],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://MCP.example.com:443/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    ways: allowed::ways,
    patch: Some(patch::own_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    compared::facts(reading, &[Relation::Spelling], &|one| {
        format!(
            "`resource` is {}, another spelling of {}",
            one.received, one.expected
        )
    })
}
