//! A dead refresh token is answered with another error than invalid_grant.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refresh-error-code",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "A dead refresh token is answered with another error than invalid_grant",
    why: "Only `invalid_grant` tells a client to sign in again. With another code it keeps the dead token \
        and goes on failing while it looks connected.",
    fix: "Answer an unknown, expired or revoked refresh token with 400 and \
        `{\"error\":\"invalid_grant\"}`.",
    cites: &[cite::RFC6749_TOKEN_ERROR, cite::RFC6749_REFRESH],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=dead
            < 400
            < {"error":"invalid_request","error_description":"The token request is invalid."}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r&client_id=x
            < 400
            < {"error":"invalid_request","error_description":"Invalid refresh token: the client secret was rotated"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=dead
            < 400
            < {"error":"invalid_grant"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(RULE.id))
        .map(|one| {
            let said = refusal::said(reading, one);
            Fact::at(one.index, format!("The refresh is refused with {said}"))
                .member("error")
                .expected("400 with invalid_grant")
                .received(said)
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
