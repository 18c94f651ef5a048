//! The server accepts only tokens that are bound by DPoP.

use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/dpop-required",
    severity: Severity::Warning,
    party: Party::Client,
    since: Revision::V2025_06_18,
    title: "The server accepts only tokens that are bound by DPoP",
    why: "`dpop_bound_access_tokens_required` is true, so a plain bearer token is refused whatever it \
        says.",
    fix: "Use a client that implements DPoP (RFC 9449). To accept plain bearer tokens, the server's operator must \
        remove the member.",
    cites: &[cite::RFC9728_METADATA, cite::RFC9449_TOKEN_RESPONSE],
    conformance: &["sep-1932-client-dpop-auth-scheme"],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://a.example.com"],"dpop_bound_access_tokens_required":true}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://a.example.com"],"dpop_bound_access_tokens_required":true}
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 200
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let required: Vec<usize> = reading
        .resource_documents()
        .filter(|(_, document)| document.view.dpop_bound_access_tokens_required == Some(true))
        .map(|(one, _)| one.index)
        .collect();
    let is_bearer = |one: &&McpRequest| {
        one.credential
            .as_ref()
            .is_some_and(|credential| credential.scheme == "bearer")
    };
    let refused = reading
        .authenticated()
        .filter(is_bearer)
        .find(|one| matches!(one.exchange.status(), 401 | 403));
    let facts = match (required.first(), refused) {
        (Some(_), Some(one)) => vec![
            Fact::at(
                one.index,
                "A plain bearer token was refused where DPoP is required",
            )
            .member("Authorization")
            .expected("DPoP with a proof")
            .received("Bearer")
            .severity(Severity::Error),
        ],
        (Some(index), None) if reading.authenticated().next().is_none() => vec![
            Fact::at(*index, "The server demands tokens that are bound by DPoP")
                .member("dpop_bound_access_tokens_required")
                .severity(Severity::Info),
        ],
        _ => Vec::new(),
    };
    Verdict::of(!required.is_empty(), facts)
}
