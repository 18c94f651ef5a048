//! The client does not see the registration endpoint that is there.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::limits;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/loses-registration-endpoint",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Server),
    title: "The client does not use the registration endpoint that is advertised",
    why: "The metadata has a registration_endpoint. The client read another document, or lost the member, and stops or guesses another address.",
    fix: "Update the client. Until then give it a client id that was registered by hand.",
    cites: &[cite::RFC8414_METADATA, cite::MCP_DYNAMIC_REGISTRATION],
    fails: examples![
        r#"
            symptom: OAuth provider requires client_id, and no dynamic-client-registration endpoint was advertised
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/oauth/register"}
            > POST https://auth.example.com/register
            < 404
        "#,
    ],
    passes: examples![
        r#"
            symptom: Incompatible auth server: does not support dynamic client registration
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let told = reading.claimed("registration/not-offered");
    let advertised: Vec<_> = reading
        .server_documents()
        .filter_map(|(one, document)| Some((one, document.view.registration_endpoint.as_ref()?)))
        .take(limits::LOOK_BACK)
        .collect();
    let lost = reading.registrations.iter().all(|one| {
        let asked = place(&one.exchange.request.url);
        let is_advertised = advertised
            .iter()
            .any(|(_, endpoint)| place(endpoint) == asked);
        one.exchange.status() >= 400 && !is_advertised
    });
    let looked = told || !reading.registrations.is_empty();
    let fact = advertised.first().map(|(one, endpoint)| {
        let url = &one.exchange.request.url;
        Fact::at(
            one.index,
            format!("{url} advertises registration at {endpoint}"),
        )
        .member("registration_endpoint")
        .received(*endpoint)
    });
    let read = reading.server_documents().next().is_some();
    Verdict::of(looked && read, fact.filter(|_| looked && lost))
}
