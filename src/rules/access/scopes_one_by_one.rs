//! The server asks for scopes one after the other.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::challenge::Challenge;

pub static RULE: Rule = Rule {
    id: "access/scopes-one-by-one",
    severity: Severity::Warning,
    party: Party::Server,
    title: "The server asks for scopes one after the other",
    why: "The person must sign in several times for one operation, and clients give up after a few.",
    fix: "Name all scopes that the operation needs in the first challenge.",
    cites: &[cite::MCP_STEP_UP, cite::MCP_INSUFFICIENT_SCOPE],
    conformance: &["scope-retry-limit"],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            > {"jsonrpc":"2.0","id":1,"method":"tools/call"}
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="read"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer u
            > {"jsonrpc":"2.0","id":1,"method":"tools/call"}
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            > {"jsonrpc":"2.0","id":1,"method":"tools/call"}
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="read write"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut asked: Vec<(&McpRequest, Vec<String>)> = Vec::new();
    for one in reading.authenticated() {
        if refusal::of(reading, one) == Some(super::insufficient_scope::RULE.id)
            && let Some(scopes) = one.challenge().and_then(Challenge::scopes)
        {
            asked.push((one, scopes));
        }
    }
    let again = asked.iter().enumerate().find(|(at, (one, scopes))| {
        asked.iter().take(*at).any(|(earlier, others)| {
            earlier.exchange.request.body == one.exchange.request.body && others != scopes
        })
    });
    let facts = again
        .map(|(_, (one, scopes))| {
            Fact::at(
                one.index,
                format!(
                    "A second challenge for the same request asks for {}",
                    words::list(scopes)
                ),
            )
            .member("scope")
        })
        .into_iter();
    Verdict::of(!reading.mcp.is_empty(), facts)
}
