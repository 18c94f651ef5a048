//! The authorization server refuses the request.

use super::refusal::{self, Refusal};
use crate::evidence::reading::Reading;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    says_no_reason: true,
    title: "The authorization server refuses the request",
    why: "It answers with an error instead of a sign-in page or a code, for a reason that it gives in its \
        own words.",
    fix: "Read the answer. Compare the request with what the authorization server's documentation wants, \
        parameter by parameter.",
    cites: &[cite::RFC6749_AUTHORIZATION_ERROR, cite::RFC6749_AUTHORIZATION_REQUEST],
    conformance: &["authorization-code-grant"],
    fails: examples!["
            > GET http://127.0.0.1:5000/cb?error=invalid_request&error_description=nonce+reused&state=s
            < 200
        "],
    passes: examples![r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1:5000/cb"]}
            < 403
            > GET https://auth.example.com/authorize?response_type=code
            < 400
            < Missing required parameter: client_id
        "#],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, title(reading, one)).member("error")
    })
}

fn title(reading: &Reading, one: &Refusal) -> String {
    let status = reading.exchange(one.index).map_or(0, Exchange::status);
    match &one.error.code {
        Some(code) => format!("The authorization server answers with `{code}`"),
        None if status >= 400 => format!("The authorization endpoint answers {status}"),
        None => String::new(),
    }
}
