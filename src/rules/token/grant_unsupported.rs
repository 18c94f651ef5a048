//! The token endpoint does not accept this grant.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/grant-unsupported",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token endpoint does not accept this grant",
    why: "The client may sign in but not exchange the code, or not refresh: the person must sign in again \
        each time.",
    fix: "Allow `authorization_code` and `refresh_token` for this client, and list them in \
        `grant_types_supported`.",
    cites: &[cite::RFC6749_TOKEN_ERROR, cite::RFC6749_REFRESH],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 400
            < {"error":"unsupported_grant_type"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"unauthorized_client"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(
        reading,
        RULE.id,
        "does not accept this grant from this client",
    )
}
