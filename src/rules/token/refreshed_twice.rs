//! One refresh token is used twice, and the second time refused.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::callback::expected::is_hidden;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refreshed-twice",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client refreshes twice with the same refresh token",
    why: "Where refresh tokens are rotated, the first refresh makes the old token invalid. Two refreshes at the \
        same time, by two windows or processes, or by two requests of one, lose the new token or end the whole \
        sign-in.",
    fix: "Let one refresh run at a time for each sign-in, across windows and processes, store the new refresh \
        token before anything else, and let the others wait for it.",
    cites: &[cite::RFC9700_REFRESH_ROTATION, cite::MCP_TOKEN_THEFT],
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
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=s
            < 400
            < {"error":"invalid_grant"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::SignIn]).then(&[ActionKind::ReportToClient]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(super::refresh_refused::RULE.id))
        .filter(|one| is_second(reading, one))
        .map(|one| {
            Fact::at(
                one.index,
                "A refresh token is used a second time and refused",
            )
            .member("refresh_token")
            .received(refusal::said(reading, one))
        })
        .take(1);
    Verdict::of(!reading.tokens.is_empty(), facts)
}

/// Whether the same refresh token was sent before. What was taken out of a report is the same text for all of them.
#[must_use]
pub fn is_second(reading: &Reading, one: &TokenRequest<'_>) -> bool {
    let sent = one.parameter("refresh_token");
    let is_seen = sent.is_some_and(|token| !token.is_empty() && !is_hidden(token));
    is_seen
        && reading
            .tokens
            .iter()
            .any(|other| other.index < one.index && other.parameter("refresh_token") == sent)
}
