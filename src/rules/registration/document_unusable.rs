//! The authorization server could not use the client's document.

use super::document_method;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::authorization::refusal;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "registration/document-unusable",
    severity: Severity::Error,
    party: Party::Client,
    since: Revision::V2025_11_25,
    title: "The client's metadata document could not be read or used",
    why: "`invalid_client_metadata` in answer to a URL as client id says that the document was not found there, \
        redirects, is too large, or holds something that the server does not accept. Nothing is stored, so \
        forgetting the client and registering again changes nothing.",
    fix: "Check the document as an authorization server sees it: `mcp-auth-doctor client-metadata check URL`. If it is fine, the \
        authorization server cannot reach it from its own network, or its policy refuses the address; its operator sees which.",
    cites: &[cite::CLIENT_ID_METADATA_FETCH, cite::CLIENT_ID_METADATA_DOCUMENT, cite::RFC7591_ERROR],
    fails: examples!["
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 302
            < Location: http://127.0.0.1:5000/cb?error=invalid_client_metadata&state=s
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code
            < 302
            < Location: http://127.0.0.1:5000/cb?code=c&state=s
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let of_document = |id: Option<&str>| id.is_some_and(|id| id.starts_with("https://"));
    let looked = reading
        .authorizations
        .iter()
        .any(|one| of_document(one.parameter("client_id")));
    let refusals = refusal::all(reading);
    let facts = refusals
        .iter()
        .filter(|one| of_document(one.parameter("client_id")))
        .filter(|one| {
            one.error.says("invalid_client_metadata")
                && one.reason(reading)
                    != Some(crate::rules::authorization::redirect_uri_mismatch::RULE.id)
        })
        .filter(|one| !document_method::is_about_method(one.error))
        .map(|one| {
            let id = one.parameter("client_id").unwrap_or_default();
            Fact::at(
                one.index,
                format!("The authorization server could not use the document at {id}"),
            )
            .member("client_id")
            .received(one.error.shown())
        });
    Verdict::of(looked, facts)
}
