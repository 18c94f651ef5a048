//! The registration is refused because of a member of the request.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::reasons::answers::Subject;
use crate::rule::{Party, Rule, Severity, Situation, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/metadata-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration is refused because of a member of the request",
    why: "The authorization server does not take what the client says about itself, so the client gets no \
        client id.",
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
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let verdict = refusal::facts(
        reading,
        RULE.id,
        "does not accept what the client registers",
    );
    match verdict {
        Verdict::Fail(facts) if has_unknown_member(reading) => Verdict::Fail(
            facts
                .into_iter()
                .map(|fact| fact.party(Party::Client))
                .collect(),
        ),
        verdict => verdict,
    }
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
