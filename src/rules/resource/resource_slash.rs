//! `resource` and the server's address differ by a trailing slash.

use super::{allowed, compared};
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::relation::Relation;

pub static RULE: Rule = Rule {
    id: "resource/resource-slash",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "`resource` and the server's address differ by a trailing slash",
    why: "Identifiers are compared character by character, so strict clients refuse the metadata, and an \
        authorization server that compares strictly refuses the token. The usual reason is a URL type \
        that adds the slash.",
    fix: "Publish `resource` with exactly the characters of the address that users enter, or document the \
        address in the spelling of `resource`.",
    cites: &[
        cite::RFC9728_VALIDATION,
        cite::RFC9728_COMPARISON,
        cite::MCP_CANONICAL_URI,
    ],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp/
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/
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
    compared::facts(reading, &[Relation::Slash], &|one| {
        format!(
            "`resource` is {}, the server was called as {}",
            one.received, one.expected
        )
    })
}
