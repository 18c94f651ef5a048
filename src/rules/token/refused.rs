//! The token endpoint refuses the request.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    says_no_reason: true,
    title: "The token endpoint refuses the request",
    why: "The person gave consent, but the last step fails for a reason that the answer gives in its own words.",
    fix: "Read the answer, and compare the request with what the authorization server's documentation \
        wants, parameter by parameter.",
    cites: &[cite::RFC6749_TOKEN_ERROR, cite::RFC6749_TOKEN_REQUEST],
    conformance: &["authorization-code-grant"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"invalid_request","error_description":"try later"}
        "#,
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb
            < 302
            < Location: http://localhost:1/cb?code=c
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb
            < 400
            < {"error":"invalid_grant","error_description":"redirect_uri mismatch"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "refuses the request")
}
