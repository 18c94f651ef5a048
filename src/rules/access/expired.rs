//! The token has expired.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/expired",
    severity: Severity::Error,
    party: Party::Client,
    title: "The token has expired",
    why: "The server refuses tokens that have expired. A client should have refreshed it, and signed in \
        again where that is not possible.",
    fix: "Refresh the token, or sign in again. If a fresh token counts as expired, compare the clocks of \
        the servers.",
    cites: &[
        cite::RFC6750_ERROR_CODES,
        cite::RFC7519_EXPIRATION,
        cite::MCP_ERROR_HANDLING,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21jcC5leGFtcGxlLmNvbS9tY3AiLCJleHAiOjE3MDAwMDAwMDB9.sig
            < 401
            < Date: Mon, 30 Nov 2026 10:00:00 GMT
            < WWW-Authenticate: Bearer error="invalid_token"
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let fact = Fact::at(one.index, "").member("exp");
        refusal::of_token(
            reading,
            one,
            fact,
            "Use a token that has not expired, or sign in instead.",
        )
    })
}
