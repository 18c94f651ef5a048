//! Only dynamic registration is offered, no client ID metadata documents.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/only-dynamic-registration",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    since: Revision::V2025_11_25,
    title: "Only dynamic registration is offered, no client ID metadata documents",
    why: "Dynamic registration is deprecated from revision 2026-07-28 on; newer clients prefer a URL as \
        client id.",
    fix: "Support client ID metadata documents and publish `\"client_id_metadata_document_supported\": \
        true`.",
    cites: &[
        cite::MCP_CLIENT_REGISTRATION,
        cite::MCP_DEPRECATED,
        cite::MCP_ADVERTISING_CLIENT_ID_METADATA,
    ],
    conformance: &["authorization-server-metadata-cimd"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| {
            document.view.registration_endpoint.is_some()
                && document.lacks("client_id_metadata_document_supported")
        })
        .map(|(one, _)| Fact::at(one.index, "").member("client_id_metadata_document_supported"));
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
