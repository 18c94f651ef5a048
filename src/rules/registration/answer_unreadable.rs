//! The registration response is not a JSON object.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/answer-unreadable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration response is not a JSON object",
    why: "The client cannot read its client id from it and stops.",
    fix: "Answer a registration with 201 and a JSON object, as `application/json`.",
    cites: &[cite::RFC7591_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 200
            < created
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
        .filter(|one| one.exchange.is_success())
        .filter_map(|one| {
            let what = words::described(one.answer.unreadable()?);
            let title = format!("The registration was answered with {what}");
            Some(
                Fact::at(one.index, title)
                    .expected("a JSON object with `client_id`")
                    .received(what),
            )
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}
