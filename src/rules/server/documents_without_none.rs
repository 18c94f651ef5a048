//! Client ID metadata documents are announced, and no way to authenticate without a secret is listed.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::words;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/documents-without-none",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    since: Revision::V2025_11_25,
    title: "Client ID metadata documents are announced, and `none` is not listed",
    why: "A document cannot hold a shared secret, so most clients that have one authenticate by `none` and PKCE. \
        Without the list, or without `none` in it, the default is `client_secret_basic`: claude.ai, Codex and \
        OpenCode then ignore their document and register, and stop where that is not offered either.",
    fix: "Publish `\"token_endpoint_auth_methods_supported\": [\"none\"]`, with the other methods that are accepted beside it.",
    cites: &[
        cite::RFC8414_METADATA,
        cite::CLIENT_ID_METADATA_DOCUMENT,
        cite::CLAUDE_CONNECTOR_AUTHENTICATION,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true,"token_endpoint_auth_methods_supported":["client_secret_basic"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true,"token_endpoint_auth_methods_supported":["none"]}
        "#
    ],
    check,
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

const MEMBER: &str = "token_endpoint_auth_methods_supported";

fn check(reading: &Reading) -> Verdict {
    let announced = || {
        let documents = reading.server_documents();
        documents.filter(|(_, document)| document.view.takes_client_id_metadata_documents())
    };
    let facts = announced().filter_map(|(one, document)| {
        let methods = document
            .view
            .token_endpoint_auth_methods_supported
            .as_deref();
        let listed = methods.is_some_and(|methods| methods.iter().any(|method| method == "none"));
        if listed || methods.is_none() && !document.lacks(MEMBER) {
            return None;
        }
        let registers = document.view.registration_endpoint.is_some();
        let received = methods.map_or("the member is missing".to_owned(), words::list);
        let fact = Fact::at(one.index, "")
            .member(MEMBER)
            .expected("`none` among them")
            .received(received);
        Some(match registers {
            true => fact.severity(Severity::Info),
            false => fact,
        })
    });
    Verdict::of(announced().next().is_some(), facts)
}
