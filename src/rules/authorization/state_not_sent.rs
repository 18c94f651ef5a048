//! The client sends no state.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/state-not-sent",
    severity: Severity::Warning,
    party: Party::Client,
    title: "The client sends no state",
    why: "Without `state` the client cannot tell its own answer from one that an attacker sends, and some \
        servers refuse the request.",
    fix: "Send a fresh random `state` with each request and compare it in the callback.",
    cites: &[
        cite::MCP_OPEN_REDIRECTION,
        cite::RFC6749_AUTHORIZATION_REQUEST,
    ],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c
            < 200
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&state=s
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .authorizations
        .iter()
        .filter(|one| {
            one.parameter("response_type").is_some() && one.parameter("request_uri").is_none()
        })
        .filter(|one| one.parameter("state").is_none() && one.parameter("request").is_none())
        .map(|one| Fact::at(one.index, "").member("state"))
        .take(1);
    Verdict::of(!reading.authorizations.is_empty(), facts)
}
