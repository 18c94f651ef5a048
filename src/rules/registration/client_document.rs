//! The client ID metadata document cannot be used.

use super::document;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "registration/client-document",
    severity: Severity::Error,
    party: Party::Client,
    since: Revision::V2025_11_25,
    title: "The client ID metadata document cannot be used",
    why: "The authorization server fetches this document and refuses the client when a required member is missing, \
        or when it does not list the redirect URI of the request.",
    fix: "Serve the document with 200 as JSON without a redirect, with `client_id` equal to its own URL, \
        `client_name`, every redirect URI that is used, and `\"token_endpoint_auth_method\": \"none\"`.",
    cites: &[cite::MCP_CLIENT_ID_METADATA_REQUIREMENTS, cite::CLIENT_ID_METADATA_DOCUMENT, cite::CLIENT_ID_METADATA_IDENTIFIER],
    fails: examples![r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 302
            > GET https://app.example/client.json
            < 200
            < {"client_id":"https://app.example/client.json","client_name":"App","redirect_uris":["https://app.example/cb"],"token_endpoint_auth_method":"none"}
        "#, "
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example&response_type=code
            < 302
        "],
    passes: examples![r#"
            > GET https://auth.example.com/authorize?client_id=https%3A%2F%2Fapp.example%2Fclient.json&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 302
            > GET https://app.example/client.json
            < 200
            < {"client_id":"https://app.example/client.json","client_name":"App","redirect_uris":["http://127.0.0.1/cb"],"token_endpoint_auth_method":"none"}
        "#],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for request in &reading.authorizations {
        let Some(id) = request
            .parameter("client_id")
            .filter(|id| id.contains("://"))
        else {
            continue;
        };
        looked = true;
        let mut add = |at: usize, flaw: String| {
            facts.push(Fact::at(at, flaw).member("client_id").received(id));
        };
        if let Some(flaw) = document::flaw_of_identifier(id) {
            add(request.index, format!("The client id {id} {flaw}"));
        }
        let fetched = reading
            .evidence
            .exchanges
            .iter()
            .enumerate()
            .find(|(_, exchange)| exchange.request.url == id);
        if let Some((at, exchange)) = fetched {
            for flaw in document::flaws(id, request.parameter("redirect_uri"), exchange) {
                add(at, format!("The client's document {flaw}"));
            }
        }
    }
    Verdict::of(looked, facts)
}
