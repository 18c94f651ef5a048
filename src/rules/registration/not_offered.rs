//! The authorization server doesn't let clients register themselves.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Document;
use crate::providers::Registration;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::cut;
use crate::spec::{Revision, cite};
use crate::wire::server::ServerMetadata;

pub static RULE: Rule = Rule {
    id: "registration/not-offered",
    severity: Severity::Warning,
    party: Party::User,
    needs_person: true,
    title: "The authorization server doesn't let clients register themselves",
    why: "There is no `registration_endpoint`, and client ID metadata documents are not offered. A client \
        without a client id of its own cannot start, which it reports as \"dynamic client registration \
        not supported\".",
    fix: "Register an OAuth app with the provider by hand and give its client id, and the secret if there \
        is one, to the client; or use a personal access token. Operators can offer client ID metadata \
        documents instead.",
    cites: &[
        cite::MCP_CLIENT_REGISTRATION,
        cite::MCP_PRE_REGISTRATION,
        cite::MCP_ADVERTISING_CLIENT_ID_METADATA,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
        "#,
        r#"
            revision: 2025-06-18
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","client_id_metadata_document_supported":true}
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
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    // Client ID metadata documents came with 2025-11-25.
    let documents_exist = reading.revision >= Revision::V2025_11_25;
    let offers = |document: &Document<ServerMetadata>| {
        document.view.registration_endpoint.is_some()
            || documents_exist && document.view.takes_client_id_metadata_documents()
    };
    let anywhere = reading
        .server_documents()
        .any(|(_, document)| offers(document));
    let facts = reading
        .server_documents()
        .filter(|(_, document)| !anywhere && document.lacks("registration_endpoint"))
        .map(|(one, document)| {
            let issuer = document
                .view
                .issuer
                .as_deref()
                .unwrap_or(&one.expected_issuer);
            Fact::at(
                one.index,
                if documents_exist {
                    format!("{issuer} offers neither registration nor client ID metadata documents")
                } else {
                    format!("{issuer} offers no registration")
                },
            )
            .member("registration_endpoint")
            .received("missing")
            .severity(match has_client(reading) {
                true => Severity::Info,
                false => Severity::Warning,
            })
        })
        .take(1);
    let verdict = Verdict::of(reading.server_documents().next().is_some(), facts);
    if anywhere {
        return verdict;
    }
    cut::of_server(reading, "registration_endpoint", verdict)
}

/// Whether a client has come as far as a code or a token request: then it has an id.
fn has_client(reading: &Reading) -> bool {
    let mut codes = reading.callbacks.iter();
    codes.any(|one| one.callback.code.is_some()) || !reading.tokens.is_empty()
}

/// What a client only says is not offered, although the provider is known to offer it, the client has lost.
fn ways(situation: &Situation<'_>) -> Ways {
    let is_seen = situation.reading.server_documents().next().is_some();
    let offers = |way| {
        let provider = situation.provider;
        provider.is_some_and(|provider| provider.registration.contains(&way))
    };
    match !is_seen && (offers(Registration::Dynamic) || offers(Registration::Document)) {
        true => Ways::first(&[ActionKind::ReportToClient]).then(Ways::CLIENT),
        false => Ways::first(Ways::CLIENT),
    }
}
