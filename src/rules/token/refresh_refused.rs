//! The refresh token is not valid any more.

use super::outcome::{self, Refused};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refresh-refused",
    severity: Severity::Warning,
    party: Party::User,
    title: "The refresh token is not valid any more",
    why: text!(
        "It expired, was revoked, or was used twice: where refresh tokens are rotated, two refreshes at \
        the same time make the second one fail and may revoke the whole sign-in."
    ),
    fix: text!(
        "Sign in again. A client must store the new refresh token at once and never refresh twice at the \
        same time."
    ),
    cites: &[
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC9700_REFRESH_ROTATION,
        cite::MCP_TOKEN_THEFT,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"s"}
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 400
            < {"error":"invalid_grant"}
        "#
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
        .filter(|one| outcome::of(reading, one) == Some(Refused::RefreshToken))
        .map(|one| {
            let sent = one.parameter("refresh_token");
            let twice = sent.is_some()
                && reading.tokens.iter().any(|other| {
                    other.index < one.index && other.parameter("refresh_token") == sent
                });
            if twice {
                Fact::at(
                    one.index,
                    "A refresh token is used a second time and refused",
                )
                .party(Party::Client)
            } else {
                Fact::at(one.index, "")
            }
            .member("refresh_token")
            .received(outcome::said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
