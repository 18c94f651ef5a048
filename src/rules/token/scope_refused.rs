//! The token endpoint refuses a scope.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/scope-refused",
    severity: Severity::Error,
    party: Party::Client,
    title: "The token endpoint refuses a scope",
    why: "A refresh may not widen what was granted, and a scope must be one that the authorization server \
        knows.",
    fix: "Leave `scope` out of the token request, or send a part of what was granted. More scopes need a \
        new sign-in.",
    cites: &[
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC6749_REFRESH,
        cite::RFC6749_SCOPE,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=refresh_token&refresh_token=r&scope=all
            < 400
            < {"error":"invalid_scope"}
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
    refusal::facts(reading, RULE.id, "refuses a scope")
}
