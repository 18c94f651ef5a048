//! The registration is refused because of a member of the request.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::Source;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/metadata-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration is refused because of a member of the request",
    why: "The authorization server does not accept what the client says about itself, so the client gets no client \
        id.",
    fix: "Read the answer for the member it names. A server should ignore members that it does not know, \
        and advertise in its metadata exactly what its registration accepts; a client should leave out \
        what the server does not advertise.",
    cites: &[cite::RFC7591_ERROR, cite::RFC7591_CLIENT_METADATA],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"token_endpoint_auth_method":"client_secret_post"}
            < 400
            < {"error":"invalid_client_metadata","error_description":"token_endpoint_auth_method is not supported"}
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"client_name":"Test Client"}
            < 400
            < {"error":"invalid_client_metadata","error_description":"client_name contains a reserved word"}
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
    ways,
    alternatives: &[(
        "registration/guessed",
        "Look at the authorization server's metadata: does it name a `registration_endpoint`?",
    )],
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let by_client = has_unknown_member(reading);
    let told = |fact: Fact| match (
        by_client,
        fact.exchange.is_some_and(|at| is_mute(reading, at)),
    ) {
        (true, _) => fact.party(Party::Client),
        (false, true) => fact.inferred(),
        (false, false) => fact,
    };
    match refusal::facts(
        reading,
        RULE.id,
        "does not accept what the client registers",
    ) {
        Verdict::Fail(facts) => Verdict::Fail(facts.into_iter().map(told).collect()),
        verdict => verdict,
    }
}

/// Whether an endpoint that no metadata was seen to name refuses without a word: it may be none at all.
fn is_mute(reading: &Reading, index: usize) -> bool {
    let mut registrations = reading.registrations.iter();
    registrations.any(|one| {
        one.index == index && one.source == Source::Unknown && reading.error(index).text.is_empty()
    })
}

/// A member that the server doesn't know, the client can leave out.
fn ways(situation: &Situation<'_>) -> Ways {
    match has_unknown_member(situation.reading) {
        true => Ways::first(&[ActionKind::ReportToClient]),
        false => Ways::NONE,
    }
}

fn has_unknown_member(reading: &Reading) -> bool {
    let last = reading.registrations.last();
    last.is_some_and(|one| reading.error(one.index).speaks_of(Subject::UnknownMember))
}
