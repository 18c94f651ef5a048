//! A client ID metadata document is accepted, but the authentication method that it names is not.

use crate::action::ActionKind;
use crate::evidence::error_text::ErrorText;
use crate::evidence::reading::Reading;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::authorization::refusal;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "registration/document-method",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    since: Revision::V2025_11_25,
    title: "The client's document is refused for its authentication method",
    why: "The document names `private_key_jwt`, which needs no shared secret and which such a document may name. ChatGPT's does, \
        and lists `none` beside it. A server that accepts `none` only refuses the client before anybody can sign in.",
    fix: "Accept `private_key_jwt` with the keys at the document's `jwks_uri`; or, where the document's \
        `token_endpoint_auth_methods_supported` lists `none`, go on with `none` and PKCE. Say in \
        `token_endpoint_auth_methods_supported` of the metadata what is accepted.",
    cites: &[
        cite::CLIENT_ID_METADATA_DOCUMENT,
        cite::RP_METADATA_CHOICES,
        cite::MCP_CLIENT_ID_METADATA_REQUIREMENTS,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 400
            < {"error":"invalid_client","error_description":"unsupported token endpoint auth method: private_key_jwt"}
        "#,
        r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 400
            < invalid metadata document: token_endpoint_auth_method must be "none"
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 400
            < {"error":"invalid_client","error_description":"Unknown client"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::PatchAuthorizationServer]).then(&[ActionKind::OwnApp]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let refusals = refusal::all(reading);
    let by_document = |id: Option<&str>| id.is_some_and(|id| id.starts_with("https://"));
    let at_authorization = refusals
        .iter()
        .filter(|one| by_document(one.parameter("client_id")))
        .map(|one| (one.index, one.error));
    let at_token = reading
        .tokens
        .iter()
        .filter(|one| by_document(one.parameter("client_id")) && one.exchange.status() >= 400)
        .map(|one| (one.index, reading.error(one.index)));
    let looked = reading
        .authorizations
        .iter()
        .any(|one| by_document(one.parameter("client_id")))
        || reading
            .tokens
            .iter()
            .any(|one| by_document(one.parameter("client_id")));
    let facts = at_authorization
        .chain(at_token)
        .filter(|(_, error)| is_about_method(error))
        .map(|(index, error)| {
            Fact::at(index, "")
                .member("token_endpoint_auth_method")
                .received(error.shown())
        });
    Verdict::of(looked, facts)
}

/// Whether a refusal speaks of how the client authenticates, and not of a wrong assertion.
pub(super) fn is_about_method(error: &ErrorText) -> bool {
    error.speaks_of(Subject::ClientMethod)
}
