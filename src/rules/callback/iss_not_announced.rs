//! The callback has `iss` although the server does not announce it.

use super::expected;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "callback/iss-not-announced",
    severity: Severity::Info,
    severities: &[(Revision::V2026_07_28, Severity::Warning)],
    party: Party::AuthorizationServer,
    title: "The callback has `iss` although the server does not announce it",
    why: "A server that sends `iss` must say so, or clients cannot insist on it and the protection is \
        lost.",
    fix: "Publish `\"authorization_response_iss_parameter_supported\": true`.",
    cites: &[cite::MCP_RESPONSE_VALIDATION, cite::RFC9207_METADATA],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
            > GET http://127.0.0.1:5000/cb?code=c&state=s&iss=https%3A%2F%2Fauth.example.com
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
    let silent = expected::announces_iss(reading) == Some(false);
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| silent && one.callback.iss.is_some())
        .map(|one| Fact::at(one.index, "").member("iss"));
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
