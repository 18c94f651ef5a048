//! The server forbids a request with a token.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/forbidden",
    severity: Severity::Error,
    party: Party::Server,
    says_no_reason: true,
    title: "The server forbids the request",
    why: "The token was sent and the answer is 403 without a challenge: a policy, a licence, an organisation's \
        setting, or something in front of the server that rejects the client.",
    fix: "Look for who answers: the MCP server's own log tells whether the request arrived. Let the server send a \
        challenge with the reason, let the edge allow the client, or ask the organisation's administrator to allow \
        the app.",
    cites: &[
        cite::MCP_ERROR_HANDLING,
        cite::MCP_SCOPE_CHALLENGE,
        cite::RFC9110_FORBIDDEN,
    ],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::AllowAtEdge]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let title = "The server answers 403 to a request with a token";
        let fact = Fact::at(one.index, title).member("WWW-Authenticate");
        // Who says why has seen the request.
        match reading.error(one.index).shown().is_empty() {
            true => fact,
            false => fact.ways(Ways::NONE),
        }
    })
}
