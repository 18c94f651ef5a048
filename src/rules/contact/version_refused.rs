//! The probe is refused for its version or headers.

use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::rpc::{FORM_ERRORS, Reply};

pub static RULE: Rule = Rule {
    id: "contact/version-refused",
    severity: Severity::Info,
    party: Party::Client,
    title: "The server refuses the protocol version or the headers",
    why: "Such a 400 hides the 401 that would follow, so we know nothing about signing in yet.",
    fix: "Send the headers of the revision that the server speaks (MCP-Protocol-Version, and from 2026-07-28 \
        Mcp-Method), or fall back to initialize.",
    cites: &[
        cite::MCP_SERVER_VALIDATION,
        cite::MCP_PROTOCOL_VERSION_HEADER,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 400
            < {"jsonrpc":"2.0","error":{"code":-32022,"message":"Unsupported protocol version"}}
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let refuses_form = |one: &&McpRequest| {
        let code = match one.reply() {
            Reply::Error { code, .. } => code,
            _ => None,
        };
        one.exchange.status() == 400 && code.is_some_and(|code| FORM_ERRORS.contains(&code))
    };
    let found = reading.mcp.iter().find(refuses_form);
    Verdict::of(
        !reading.mcp.is_empty(),
        found.map(|one| Fact::at(one.index, "")),
    )
}
