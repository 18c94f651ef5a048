//! The token lacks a scope.

use super::refusal;
use super::scopes;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Seen;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/insufficient-scope",
    severity: Severity::Error,
    party: Party::User,
    title: "The token lacks a scope",
    why: "The server works as it should: this operation needs more than was granted. A client should offer \
        to sign in again with the scopes that the challenge names.",
    fix: "Sign in again with the scopes under expected. If the client does not offer that, remove the \
        sign-in and add the scopes in its configuration.",
    cites: &[
        cite::MCP_INSUFFICIENT_SCOPE,
        cite::MCP_STEP_UP,
        cite::RFC6750_ERROR_CODES,
    ],
    conformance: &["scope-step-up-escalation"],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="events:write"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer scope="events:write"
            < {"error":"forbidden","message":"Missing required scope"}
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
    ways: |_| Ways::first(&[ActionKind::AddScopes]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.mcp.iter().filter_map(|one| {
        let challenge = one.challenge()?;
        let told = challenge.param("error") == Some("insufficient_scope")
            && !reading.goes_through_later(one.index);
        let by_token = refusal::of(reading, one) == Some(RULE.id);
        // A capture may hide the credential of a request that was refused for its scope.
        let wanted = challenge.scopes().filter(|_| told || by_token)?;
        let title = format!("The request needs the scope {}", words::list(&wanted));
        Some(
            Fact::at(one.index, title)
                .member("scope")
                .expected(wanted.join(" "))
                .received_if(scopes::granted(reading, one).map(|granted| granted.join(" "))),
        )
    });
    // The challenge of a refusal that was not seen may have said so.
    let is_hidden =
        |one: &McpRequest| one.exchange.status() == 403 && matches!(one.challenges, Seen::Unseen);
    let looked = !reading.mcp.is_empty() && !reading.mcp.iter().any(is_hidden);
    Verdict::of(looked, facts)
}
