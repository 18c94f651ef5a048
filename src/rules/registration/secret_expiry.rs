//! The client secret's expiry is missing or in the past.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Document;
use crate::evidence::step::RegistrationRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::client::ClientInformation;

pub static RULE: Rule = Rule {
    id: "registration/secret-expiry",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The client secret's expiry is missing or in the past",
    why: "A secret without `client_secret_expires_at` leaves the client guessing when it must register again; with \
        one in the past, the token endpoint refuses the client.",
    fix: "Send `client_secret_expires_at` with each secret, 0 if it never expires. A client whose secret has expired \
        must register again.",
    cites: &[cite::RFC7591_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c","client_secret":"s"}
        "#,
        r#"
            now: 1700000000000
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c","client_secret":"s","client_secret_expires_at":1600000000}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c","client_secret":"s","client_secret_expires_at":0}
        "#
    ],
    check,
    ..Rule::BASE
};

const MEMBER: &str = "client_secret_expires_at";

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for one in &reading.registrations {
        let Some(document) = one.answer.document() else {
            continue;
        };
        let given = document.view.client_secret.is_some();
        // Of a part of the answer without it nothing can be said.
        looked |= document.view.client_secret_expires_at.is_some() || document.lacks(MEMBER);
        facts.extend(fact(reading, one, document).filter(|_| given));
    }
    Verdict::of(looked, facts)
}

fn fact(
    reading: &Reading,
    one: &RegistrationRequest,
    document: &Document<ClientInformation>,
) -> Option<Fact> {
    let Some(end) = document.view.client_secret_expires_at else {
        let fact = Fact::at(one.index, "A secret is issued without its expiry").member(MEMBER);
        return document.lacks(MEMBER).then_some(fact);
    };
    let now = one.exchange.started_at.or(reading.evidence.now)?;
    (end > 0.0 && end * 1000.0 < now).then(|| {
        Fact::at(one.index, "The client secret has expired")
            .member(MEMBER)
            .received(end.to_string())
            .severity(Severity::Error)
    })
}
