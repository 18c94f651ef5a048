//! The challenge stands in the result of a tool.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "challenge/in-tool-result",
    severity: Severity::Error,
    party: Party::Server,
    title: "The challenge stands in a tool's result, not in an HTTP answer",
    why: "`_meta[\"mcp/www_authenticate\"]` is what ChatGPT reads, in a result that HTTP calls a success. Every other client sees a tool that \
        failed, believes that it is connected, and never starts signing in.",
    fix: "Answer the request with 401 and the same value in WWW-Authenticate. Keep the `_meta` beside it for ChatGPT, which links an account \
        when a tool asks for one.",
    cites: &[
        cite::MCP_ERROR_HANDLING,
        cite::RFC9110_UNAUTHORIZED,
        cite::OPENAI_TOOL_CHALLENGE,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"add"}}
            < 200
            < {"jsonrpc":"2.0","id":3,"result":{"isError":true,"content":[{"type":"text","text":"Sign in first"}],"_meta":{"mcp/www_authenticate":["Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource\""]}}}
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"add"}}
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
            < {"jsonrpc":"2.0","id":3,"result":{"isError":true,"_meta":{"mcp/www_authenticate":["Bearer"]}}}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let challenged = reading.unauthorized().any(|one| one.challenge().is_some());
    let facts = reading.tool_challenges.iter().map(|one| {
        let fact = Fact::at(one.index, "")
            .member("mcp/www_authenticate")
            .expected(format!("401 with WWW-Authenticate: {}", one.value))
            .received("a JSON-RPC result");
        match challenged {
            true => fact.severity(Severity::Info),
            false => fact,
        }
    });
    let facts: Vec<Fact> = facts
        .filter(|fact| !is_unauthorized(reading, fact))
        .collect();
    Verdict::of(!reading.mcp.is_empty(), facts)
}

/// Whether the same answer is a 401: then it says it in both ways.
fn is_unauthorized(reading: &Reading, fact: &Fact) -> bool {
    let exchange = fact.exchange.and_then(|index| reading.exchange(index));
    exchange.is_some_and(|exchange| exchange.status() == 401)
}
