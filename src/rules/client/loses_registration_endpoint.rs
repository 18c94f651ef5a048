//! The client does not see the registration endpoint that is there.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "client/loses-registration-endpoint",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client says that registration is not supported although it is advertised",
    why: text!(
        "The metadata has a registration_endpoint. The client read another document, or lost the member on the \
        way, and stops."
    ),
    fix: text!("Update the client. Until then give it a client id that was registered by hand."),
    cites: &[cite::RFC8414_METADATA, cite::MCP_DYNAMIC_REGISTRATION],
    fails: examples![
        r#"
            symptom: OAuth provider requires client_id, and no dynamic-client-registration endpoint was advertised
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
        "#
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
    let told = reading.symptom.contains("regist")
        && reading.symptom_says(&[
            "not support",
            "unsupported",
            "not available",
            "no registration",
            "no dynamic",
            "not advertise",
            "not offered",
        ]);
    if !told || !reading.registrations.is_empty() {
        return Verdict::NotApplicable;
    }
    let mut looked = false;
    for (one, document) in reading.server_documents() {
        looked = true;
        if let Some(endpoint) = &document.view.registration_endpoint {
            let title = format!(
                "{} advertises registration at {endpoint}",
                one.exchange.request.url
            );
            return Verdict::Fail(vec![
                Fact::at(one.index, title)
                    .member("registration_endpoint")
                    .received(endpoint.clone()),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
