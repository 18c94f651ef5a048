//! A member of the authorization server metadata has the wrong type.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/member-type",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "A member of the authorization server metadata has the wrong type",
    why: "Only JSON `true` counts as true, and clients with a strict schema refuse the whole document for \
        one wrong member, a `null` among them.",
    fix: "Give the member the type that RFC 8414 names, and leave out members that have no value.",
    cites: &[
        cite::RFC8414_METADATA,
        cite::RFC8414_RESPONSE,
        cite::MCP_ADVERTISING_CLIENT_ID_METADATA,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":"true"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":null}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true}
        "#
    ],
    check,
    patch: Some(patch::retyped_server),
    ..Rule::BASE
};

/// Without these a client cannot go on.
const NEEDED: [&str; 3] = ["issuer", "authorization_endpoint", "token_endpoint"];

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .flat_map(|(one, document)| words::type_clashes(one.index, &document.view.deviations))
        .map(|fact| match &fact.member {
            Some(member) if NEEDED.contains(&member.as_str()) => fact.severity(Severity::Error),
            // Clients that check types, the TypeScript SDK first, refuse the whole document for a null.
            _ if fact.received.as_deref() == Some("null") => fact.severity(Severity::Error),
            _ => fact,
        });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
