//! The token endpoint wants `resource` and did not get it.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "token/resource-needed",
    severity: Severity::Error,
    party: Party::Client,
    since: Revision::V2025_06_18,
    title: "The token endpoint wants `resource` and did not get it",
    why: "The authorization server must know for which server the token is meant, and refuses to issue \
        one.",
    fix: "Send the resource metadata's `resource` in the authorization request and in every token request.",
    cites: &[cite::MCP_RESOURCE_PARAMETER, cite::RFC8707_TOKEN_REQUEST],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"invalid_request","error_description":"Missing required parameter: resource parameter"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&resource=https%3A%2F%2Fmcp.example.com
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "wants `resource`")
}
