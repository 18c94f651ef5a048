//! The server cannot be reached.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::rules::unanswered;
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "contact/unreachable",
    severity: Severity::Error,
    party: Party::User,
    title: "The server cannot be reached",
    why: "No response came at all, so we know nothing about signing in yet.",
    fix: "Check the address and its DNS name, that the server is running and listens on that port, and whether a \
        proxy or firewall is in between.",
    cites: &[cite::MCP_STREAMABLE_HTTP],
    fails: examples![
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            ! dns getaddrinfo ENOTFOUND mcp.example.com
        ",
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            ! other fetch failed: Response does not match the HTTP/1.1 protocol
        ",
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            ! timeout no whole answer within the time limit

            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            ! timeout no whole answer within the time limit
        ",
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    check: |reading: &Reading| -> Verdict {
        unanswered::facts(reading, &[Stage::Contact, Stage::Access])
    },
    ways: |_| Ways::first(&[ActionKind::ChangeSetting, ActionKind::RetryLater]),
    ..Rule::BASE
};
