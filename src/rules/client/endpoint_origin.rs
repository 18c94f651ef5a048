//! The client refuses endpoints on another origin.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "client/endpoint-origin",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Server),
    title: "The client refuses an endpoint on another origin than the issuer's",
    why: "Endpoints of an authorization server may live on another host than its issuer; what binds them is the \
        metadata of the issuer. This client adds a check of its own.",
    fix: "Update the client. Its author: trust the endpoints of validated metadata, and show the host to the \
        person before the browser opens.",
    cites: &[cite::RFC8414_METADATA, cite::RFC8414_IMPERSONATION],
    fails: examples![
        r#"
            symptom: token_endpoint origin does not match the issuer origin
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://api.example.com/token"}
        "#
    ],
    passes: examples![
        r#"
            symptom: token_endpoint origin does not match the issuer origin
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    if !reading.claimed(RULE.id) {
        return Verdict::NotApplicable;
    }
    let mut looked = false;
    for (one, document) in reading.server_documents() {
        let view = &document.view;
        let Some(issuer) = view
            .issuer
            .as_deref()
            .and_then(|issuer| Address::parse(issuer).ok())
        else {
            continue;
        };
        looked = true;
        let endpoints = [
            ("authorization_endpoint", &view.authorization_endpoint),
            ("token_endpoint", &view.token_endpoint),
            ("registration_endpoint", &view.registration_endpoint),
        ];
        for (name, endpoint) in endpoints {
            let Some(endpoint) = endpoint else {
                continue;
            };
            if Address::parse(endpoint).is_ok_and(|one| !one.same_origin(&issuer)) {
                return Verdict::Fail(vec![
                    Fact::at(
                        one.index,
                        format!(
                            "The client refuses {endpoint} of the issuer {}",
                            issuer.text
                        ),
                    )
                    .member(name)
                    .received(endpoint.clone()),
                ]);
            }
        }
    }
    Verdict::of(looked, Vec::new())
}
