//! The registration's answer has no client id.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/client-id-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration's answer has no client id",
    why: "The registration seems to succeed, but the client got nothing to start the sign-in with.",
    fix: "Answer with `\"client_id\"` as a string, and with an error status where nothing was registered.",
    cites: &[cite::RFC7591_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"id":"c"}
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
            let document = one.answer.document()?;
            let odd = document.deviations_of("client_id").next().is_some();
            let absent = document.lacks("client_id");
            (odd || absent).then(|| {
                let title = if odd {
                    "`client_id` is not a string"
                } else {
                    "The answer has no `client_id`"
                };
                Fact::at(one.index, title)
                    .member("client_id")
                    .expected("a string")
            })
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}
