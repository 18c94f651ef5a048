//! 401 and 403 are used for each other's reasons.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/status-confused",
    severity: Severity::Warning,
    party: Party::Server,
    title: "401 and 403 are used for each other's reasons",
    why: "A client refreshes the token after 401 and asks for scopes after 403. With the wrong status it \
        does the wrong thing and fails again.",
    fix: "Answer 401 with `invalid_token` where the token is missing, expired or wrong, and 403 with \
        `insufficient_scope` where it is valid but not enough.",
    cites: &[cite::MCP_ERROR_HANDLING, cite::RFC6750_ERROR_CODES],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="invalid_token", error_description="expired"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.mcp.iter().filter_map(|one| {
        let error = one.challenge()?.param("error")?;
        let expected = match (one.exchange.status(), error) {
            (401, "insufficient_scope") => "403",
            (403, "invalid_token") => "401",
            _ => return None,
        };
        let status = one.exchange.status();
        Some(
            Fact::at(
                one.index,
                format!("The server answers {status} with `{error}`"),
            )
            .expected(expected)
            .received(status.to_string()),
        )
    });
    Verdict::of(!reading.mcp.is_empty(), facts)
}
