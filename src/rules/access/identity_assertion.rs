//! The identity assertion is refused.

use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::token::refusal;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/identity-assertion",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The identity assertion is refused",
    why: "In enterprise-managed authorization the identity provider issues an assertion and the MCP \
        server's authorization server exchanges it. One of the two does not trust the other, the \
        audience, or the client.",
    fix: "At the identity provider, map the audience to the authorization server's issuer and allow the \
        client. At the authorization server, trust that identity provider, map the client id, and \
        advertise the grant profile. A client needs a fresh assertion for each request.",
    cites: &[
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
        cite::RFC6749_TOKEN_ERROR,
    ],
    conformance: &["complete-flow-jwt-bearer"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a
            < 400
            < {"error":"invalid_grant"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let assertions: Vec<&TokenRequest> = reading
        .tokens
        .iter()
        .filter(|one| {
            one.grant()
                .is_some_and(|grant| grant.ends_with(":jwt-bearer"))
        })
        .collect();
    let facts = assertions
        .iter()
        .filter(|one| refusal::of(reading, one).is_some())
        .map(|one| {
            Fact::at(one.index, "")
                .member("assertion")
                .received(refusal::said(reading, one))
        });
    Verdict::of(!assertions.is_empty(), facts)
}
