//! The first request is refused for a reason that has nothing to do with a sign-in.

use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::edge::signs;
use crate::rules::words;
use crate::spec::cite;
use crate::wire::rpc::Reply;

pub static RULE: Rule = Rule {
    id: "contact/refused",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server refuses the first request without asking for a sign-in",
    why: "A client starts signing in on a 401. On any other refusal of `initialize`, including a JSON-RPC error in a \
        successful answer, most clients give up.",
    fix: "Read the answer: it says what the server refuses, such as a Host header, a session, a protocol version or \
        an account. The operator: answer `initialize`, or 401 with WWW-Authenticate where a token is missing.",
    cites: &[cite::MCP_ERROR_HANDLING, cite::MCP_STREAMABLE_HTTP],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 421
            < Invalid Host header
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 400
            < {"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: No valid session ID provided"}}
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 200
            < Content-Type: application/json
            < {"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error: database is locked"}}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 400
            < {"error":"missing authorization header"}
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"server/discover"}
            < 200
            < Content-Type: application/json
            < {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 401
        "#,
    ],
    check,
    ways: |_| Ways::NONE,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut asked = reading
        .mcp
        .iter()
        .filter(|one| one.is_handshake())
        .peekable();
    let looked = asked.peek().is_some();
    let refused = asked.filter(|one| is_refused(reading, one));
    // A client that looks for the metadata anyway, as this tool does, gets further, unless others are let in without a sign-in.
    let is_open = reading.unauthenticated().any(McpRequest::is_let_in);
    let goes_on = reading.resource_documents().next().is_some() && !is_open;
    let facts = refused.map(|one| {
        let received = words::answered(one.exchange, reading.error(one.index));
        let fact = Fact::at(one.index, "")
            .expected("200, or 401 with a challenge")
            .received(received);
        match goes_on && one.credential.is_none() {
            true => fact.severity(Severity::Warning),
            false => fact,
        }
    });
    Verdict::of(looked, facts)
}

/// Whether it is refused in a way that no other rule of this stage accounts for.
fn is_refused(reading: &Reading, one: &McpRequest) -> bool {
    // With a credential it is let through to an error of the server's own; any other refusal may be the credential's.
    let is_asked_without = one.credential.is_none();
    let refuses = match one.exchange.status() {
        400 | 402 | 406 | 408 | 409 | 411..=418 | 421..=428 | 431 | 451 => is_asked_without,
        200..=299 => matches!(one.reply(), Reply::Error { .. }),
        _ => false,
    };
    refuses
        && !one.reply().is_of_another_revision()
        && signs::of(one.exchange).is_none()
        && !reading.error(one.index).speaks_of(Subject::SignIn)
}
