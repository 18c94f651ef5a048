//! The callback has no state.

use super::expected;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/state-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The callback has no state",
    why: "The client sent a `state` and must get it back, in errors too. Without it the answer cannot be \
        told from a forged one, and clients drop it.",
    fix: "Return `state` unchanged in every redirect to the client.",
    cites: &[
        cite::RFC6749_AUTHORIZATION_RESPONSE,
        cite::MCP_OPEN_REDIRECTION,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&state=first
            < 200
            > GET http://127.0.0.1:5000/callback?code=c&iss=https%3A%2F%2Fauth.example.com
            < 200
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&state=first
            < 200
            > GET http://127.0.0.1:5000/callback?code=c&state=first
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| one.callback.state.is_none())
        .filter(|one| one.callback.code.is_some() || one.callback.error.is_some())
        .filter(|one| {
            expected::request(reading, one)
                .is_some_and(|request| request.parameter("state").is_some())
        })
        .map(|one| {
            let fact = Fact::at(one.index, "").member("state");
            // Next to an error it is not what stopped the sign-in.
            match one.callback.error {
                Some(_) => fact.severity(Severity::Warning),
                None => fact,
            }
        });
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
