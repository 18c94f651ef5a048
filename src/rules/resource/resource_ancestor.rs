//! `resource` is a parent of the server's address.

use super::{allowed, compared};
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::relation::Relation;

pub static RULE: Rule = Rule {
    id: "resource/resource-ancestor",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "`resource` is a parent of the server's address",
    why: "The official SDKs accept it, but RFC 9728 wants the two to be identical, and strict clients, \
        among them hosted connectors, refuse to connect.",
    fix: "Set `resource` to the whole address of the MCP endpoint, with its path.",
    cites: &[cite::RFC9728_VALIDATION, cite::MCP_CANONICAL_URI],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    ways: allowed::ways,
    patch: Some(patch::own_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    compared::facts(reading, &[Relation::Ancestor], &|one| {
        format!(
            "The metadata describes {}, a parent of {}",
            one.received, one.expected
        )
    })
}
