//! The authorization server accepts only client ID metadata documents.

use crate::evidence::reading::Reading;
use crate::flow::refusal::Refusal;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "registration/document-needed",
    severity: Severity::Info,
    party: Party::User,
    since: Revision::V2025_11_25,
    needs_person: true,
    title: "The authorization server accepts only client ID metadata documents",
    why: "There is no `registration_endpoint`: the client's id must be the https address of a document that \
        describes the client. A client without such a document cannot start, and some clients report this \
        as \"dynamic client registration not supported\".",
    fix: "Give the client the address of its metadata document. The document must be at exactly that address, with \
        `client_id` (the address itself), `client_name` and `redirect_uris`. Or register an OAuth app with the \
        provider by hand.",
    cites: &[
        cite::MCP_CLIENT_REGISTRATION,
        cite::MCP_ADVERTISING_CLIENT_ID_METADATA,
    ],
    conformance: &["cimd-client-id-used"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register","client_id_metadata_document_supported":true}
        "#
    ],
    check,
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let stopped = matches!(
        reading.evidence.refusal,
        Some(Refusal::NoClient {
            documents: true,
            ..
        })
    );
    let facts = reading
        .server_documents()
        .filter(|(_, document)| {
            document.view.takes_client_id_metadata_documents()
                && document.lacks("registration_endpoint")
        })
        .map(|(one, _)| {
            Fact::at(one.index, "")
                .member("client_id_metadata_document_supported")
                .severity(if stopped {
                    Severity::Warning
                } else {
                    Severity::Info
                })
        })
        .take(1);
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
