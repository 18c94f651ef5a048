//! The metadata describes another resource.

use super::{allowed, compared};
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::Address;
use crate::wire::relation::Relation;

pub static RULE: Rule = Rule {
    id: "resource/resource-mismatch",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata describes another resource",
    why: "A client must not use metadata whose `resource` is not the address it called: it could belong to \
        somebody else, and a token for it would be of no use here.",
    fix: "Set `resource` to the exact address of the MCP endpoint that users enter; the authorization \
        server belongs in `authorization_servers`.",
    cites: &[
        cite::RFC9728_VALIDATION,
        cite::RFC9728_IMPERSONATION,
        cite::MCP_CANONICAL_URI,
    ],
    conformance: &["resource-mismatch-rejected"],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://tenant.auth.example/","authorization_servers":["https://tenant.auth.example/"]}
        "#,
        r#"
            server: http://localhost:8000/mcp
            > GET http://localhost:8000/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://localhost:8000/mcp","authorization_servers":["https://tenant.auth.example/"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://tenant.auth.example/"]}
        "#
    ],
    check,
    ways: allowed::ways,
    patch: Some(patch::own_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    const OTHER: &[Relation] = &[Relation::OtherOrigin, Relation::OtherPath];
    const OTHER_OR_HTTPS: &[Relation] =
        &[Relation::OtherOrigin, Relation::OtherPath, Relation::Scheme];
    // Elsewhere an http address has a rule of its own.
    let on_this_machine = reading
        .server
        .as_deref()
        .and_then(|server| Address::parse(server).ok())
        .is_some_and(|server| server.is_loopback() && server.has_scheme("http"));
    let wanted = if on_this_machine {
        OTHER_OR_HTTPS
    } else {
        OTHER
    };
    compared::facts(reading, wanted, &|one| {
        format!(
            "The metadata describes {}, the server is {}",
            one.received, one.expected
        )
    })
}
