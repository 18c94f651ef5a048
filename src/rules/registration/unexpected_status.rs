//! The registration succeeds with another status than 201.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/unexpected-status",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The registration succeeds with another status than 201",
    why: "RFC 7591 wants 201. Most clients accept 200, strict ones do not.",
    fix: "Answer a successful registration with 201 Created.",
    cites: &[cite::RFC7591_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 200
            < {"client_id":"c"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .registrations
        .iter()
        .filter(|one| {
            one.answer
                .view()
                .is_some_and(|view| view.client_id.is_some())
        })
        .filter(|one| matches!(one.exchange.status(), 200 | 202..=299))
        .map(|one| {
            let status = one.exchange.status();
            Fact::at(one.index, format!("The registration is answered {status}"))
                .expected("201")
                .received(status.to_string())
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}
