//! The refresh token of a public client is not rotated.

use crate::evidence::reading::Reading;
use crate::evidence::step::ClientAuthentication;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::callback::expected::is_hidden;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/refresh-not-rotated",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The refresh token of a public client is not rotated",
    why: "A refresh token that stays the same can be stolen and used without anybody noticing.",
    fix: "Issue a new refresh token with each refresh of a public client, and refuse the old one.",
    cites: &[
        cite::MCP_TOKEN_THEFT,
        cite::OAUTH21_REFRESH,
        cite::RFC9700_REFRESH_ROTATION,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r&client_id=c
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"r"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r&client_id=c
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"s"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .issued()
        .filter(|one| one.grant() == Some("refresh_token"))
        .filter(|one| one.authentication == Some(ClientAuthentication::None))
        .filter(|one| {
            let Some(document) = one.answer.document() else {
                return false;
            };
            let sent = one.parameter("refresh_token").unwrap_or_default();
            match &document.view.refresh_token {
                Some(issued) => issued.matches(sent) && !is_hidden(sent),
                None => document.lacks("refresh_token"),
            }
        })
        .map(|one| Fact::at(one.index, "").member("refresh_token"))
        .take(1);
    Verdict::of(reading.issued().next().is_some(), facts)
}
