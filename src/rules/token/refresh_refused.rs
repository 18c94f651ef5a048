//! The refresh token is no longer valid.

use super::refreshed_twice;
use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refresh-refused",
    severity: Severity::Warning,
    party: Party::User,
    title: "The refresh token is no longer valid",
    why: "It expired, was revoked, or was used before: where refresh tokens are rotated, each is good for one \
        refresh.",
    fix: "Sign in again. A client must store the new refresh token at once and never refresh twice at the \
        same time.",
    cites: &[
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC9700_REFRESH_ROTATION,
        cite::MCP_TOKEN_THEFT,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 400
            < {"error":"invalid_grant"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=urn%3Aexample&client_id=x
            < 400
            < {"error":"invalid_grant","error_description":"The refresh token has been used"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"s"}
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
        .filter(|one| !refreshed_twice::is_second(reading, one))
        .map(|one| {
            Fact::at(one.index, "")
                .member("refresh_token")
                .received(refusal::said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
