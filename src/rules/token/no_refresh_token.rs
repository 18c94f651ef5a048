//! No refresh token was issued.

use super::outcome;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Nature, Party, Rule, Severity, Verdict};
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "token/no-refresh-token",
    rows: &[104],
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    nature: Nature::Capability,
    title: "No refresh token was issued",
    why: text!("When the access token expires, the person must sign in again."),
    fix: text!(
        "Issue refresh tokens to this client. A client should ask for `offline_access` where the \
        authorization server lists it, and be registered with the grant `refresh_token`."
    ),
    cites: &[
        cite::MCP_REFRESH_TOKENS,
        cite::RFC6749_TOKEN_RESPONSE,
        cite::SEP_2207,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":3600}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","refresh_token":"r"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = outcome::successes(reading)
        .filter(|one| matches!(one.grant(), Some("authorization_code") | None))
        .filter(|one| {
            one.answer
                .document()
                .is_some_and(|document| document.lacks("refresh_token"))
        })
        .map(|one| Fact::at(one.index, "").member("refresh_token"))
        .take(1);
    Verdict::of(outcome::successes(reading).next().is_some(), facts)
}
