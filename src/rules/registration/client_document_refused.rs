//! A URL as client id is advertised and then refused.

use crate::evidence::reading::Reading;
use crate::evidence::step::AuthorizationRequest;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "registration/client-document-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    at: Some(Stage::Authorization),
    since: Revision::V2025_11_25,
    title: "A URL as client id is advertised and then refused",
    why: "The metadata says that client ID metadata documents are supported, so clients do not register \
        otherwise, and the authorization request fails.",
    fix: "Make sure that the authorization server can reach the client's document and that no allow-list \
        refuses it, or take `client_id_metadata_document_supported` out of the metadata.",
    cites: &[cite::MCP_CLIENT_ID_METADATA_DOCUMENTS, cite::MCP_ADVERTISING_CLIENT_ID_METADATA, cite::CLIENT_ID_METADATA_FETCH],
    fails: examples![r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 400
            < {"error":"invalid_client","error_description":"Unknown client"}
        "#],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let by_url = |one: &&AuthorizationRequest| {
        one.parameter("client_id")
            .is_some_and(|id| id.starts_with("https://"))
    };
    let requests: Vec<&AuthorizationRequest> =
        reading.authorizations.iter().filter(by_url).collect();
    let facts = requests
        .iter()
        .filter(|one| {
            let error = reading.error(one.index);
            error.speaks_of(Subject::ClientRefused)
        })
        .map(|one| {
            let id = one.parameter("client_id").unwrap_or_default();
            Fact::at(one.index, format!("The client id {id} is refused"))
                .member("client_id")
                .received(reading.error(one.index).shown())
        });
    Verdict::of(!requests.is_empty(), facts)
}
