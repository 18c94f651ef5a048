//! The identity provider refuses to issue the identity assertion.

use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::token::refusal;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/identity-issued",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The identity provider refuses to issue the identity assertion",
    why: "In enterprise-managed authorization the organisation's identity provider exchanges the person's sign-in for an assertion that \
        is meant for the MCP server's authorization server. It refused, so the MCP server and its authorization server were never asked: \
        the fix is at the identity provider.",
    fix: "At the identity provider, let this client ask for assertions, assign the person or group to the connection, and allow the \
        authorization server's issuer as `audience` and the MCP server as `resource`. `invalid_request` for the requested token type says \
        that the provider does not issue identity assertions, or that the feature is off.",
    cites: &[
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
        cite::RFC8693_REQUEST,
        cite::RFC8693_ERROR,
    ],
    conformance: &["complete-flow-token-exchange"],
    fails: examples![
        r#"
            > POST https://idp.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid-jag&audience=https%3A%2F%2Fauth.example.com
            < 400
            < {"error":"invalid_target"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://idp.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid-jag
            < 200
            < {"access_token":"a","issued_token_type":"urn:ietf:params:oauth:token-type:id-jag","token_type":"N_A"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let asked = |one: &&TokenRequest| {
        one.grant()
            .is_some_and(|grant| grant.ends_with(":token-exchange"))
    };
    let looked = reading.tokens.iter().any(|one| asked(&one));
    let facts = reading
        .tokens
        .iter()
        .filter(asked)
        .filter(|one| refusal::of(reading, one).is_some())
        .map(|one| {
            let fact = Fact::at(one.index, "").member("requested_token_type");
            fact.received(refusal::said(reading, one))
        });
    Verdict::of(looked, facts)
}
