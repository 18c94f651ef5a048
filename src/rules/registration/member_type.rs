//! A member of the registration's answer has the wrong type.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/member-type",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "A member of the registration's answer has the wrong type",
    why: "Clients with a strict schema refuse the whole answer for one member, a `null` among them, and \
        have no client id although they were registered.",
    fix: "Give the member the type that RFC 7591 names, and leave out members that have no value.",
    cites: &[cite::RFC7591_RESPONSE, cite::RFC7591_CLIENT_METADATA],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c","redirect_uris":null}
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
        .filter_map(|one| Some((one.index, one.answer.view()?)))
        .filter(|(_, view)| view.client_id.is_some())
        .flat_map(|(index, view)| words::type_clashes(index, &view.deviations));
    Verdict::of(!reading.registrations.is_empty(), facts)
}
