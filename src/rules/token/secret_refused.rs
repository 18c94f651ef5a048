//! The client secret is wrong or has expired.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/secret-refused",
    severity: Severity::Error,
    party: Party::User,
    title: "The client secret is wrong or has expired",
    why: "The token endpoint accepts the way in which the client authenticates, and refuses the secret: it was \
        copied only in part, replaced by a newer one, has expired, or belongs to another app.",
    fix: "Make a new secret for this app at the provider, copy its value (not its ID), and enter it where the \
        client has its client ID.",
    cites: &[cite::RFC6749_TOKEN_ERROR, cite::RFC6749_CLIENT_IDENTIFIER],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x&client_secret=y
            < 401
            < {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x&client_secret=y
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]).then(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "refuses the client secret")
}
