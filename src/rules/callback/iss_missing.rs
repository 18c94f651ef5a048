//! The callback has no `iss` although the server announces it.

use super::expected;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/iss-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The callback has no `iss` although the server announces it",
    why: "A client that relies on the announcement must refuse the answer: without `iss` it cannot tell \
        which server sent it.",
    fix: "Send `iss` in every authorization response, errors too, or stop announcing it.",
    cites: &[
        cite::RFC9207_VALIDATION,
        cite::RFC9207_ISS,
        cite::MCP_RESPONSE_VALIDATION,
    ],
    conformance: &["sep-2468-client-reject-missing-iss"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_response_iss_parameter_supported":true}
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_response_iss_parameter_supported":true}
            > GET http://127.0.0.1:5000/cb?code=c&state=s&iss=https%3A%2F%2Fauth.example.com
            < 200
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let announced = expected::announces_iss(reading) == Some(true);
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| announced && one.callback.iss.is_none())
        .filter(|one| one.callback.code.is_some() || one.callback.error.is_some())
        .map(|one| {
            Fact::at(one.index, "")
                .member("iss")
                .expected_if(expected::issuer(reading, one))
        });
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
