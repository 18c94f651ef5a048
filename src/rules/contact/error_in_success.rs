//! An authorization error inside a successful answer.

use crate::evidence::reading::Reading;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/error-in-success",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server reports the missing token inside a successful answer",
    why: "A client looks at the HTTP status: with 200 it believes that it is connected, and never starts signing \
        in.",
    fix: "Answer HTTP 401 with WWW-Authenticate: Bearer resource_metadata=\"...\" where the token is missing or \
        invalid, not a JSON-RPC error.",
    cites: &[cite::MCP_ERROR_HANDLING, cite::RFC9110_UNAUTHORIZED],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 200
            < {"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"missing token"}}
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 200
            < {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18"}}
        "#
    ],
    check,
    ways: |_| Ways::NONE.then(Ways::AROUND),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        looked = true;
        let status = one.exchange.status();
        let body = one.exchange.body().unwrap_or_default();
        let by_tool = body.contains("\"isError\":true") || body.contains("\"isError\": true");
        let failed = by_tool || body.contains("\"error\"");
        // Where the status was not seen, an OAuth error may well have come with 401; a JSON-RPC error is none.
        let succeeds =
            one.exchange.is_success() || status == 0 && reading.error(one.index).code.is_none();
        if succeeds && failed && reading.error(one.index).speaks_of(Subject::SignIn) {
            let title = format!(
                "{} reports missing authorization in a JSON-RPC answer, not by 401",
                one.exchange.request.url
            );
            let fact = Fact::at(one.index, title)
                .expected("401 with WWW-Authenticate: Bearer")
                .received(if status == 0 {
                    "a JSON-RPC error".to_owned()
                } else {
                    format!("{status} with a JSON-RPC error")
                });
            // A tool that was reached with a token may speak of another service's refusal.
            let quotes = by_tool && one.credential.is_some();
            return Verdict::Fail(vec![if quotes { fact.inferred() } else { fact }]);
        }
    }
    Verdict::of(looked, Vec::new())
}
