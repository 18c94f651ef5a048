//! The older transport for an address of the newer one, or the reverse.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/transport",
    severity: Severity::Warning,
    party: Party::User,
    title: "The transport does not fit the address",
    why: "SSE and streamable HTTP are asked in different ways: the server answers 404, 405 or 400, and the client reports that as a failed connection.",
    fix: "Choose streamable HTTP for an address that ends with /mcp; SSE is the older transport, and its addresses end with /sse.",
    cites: &[cite::MCP_BACKWARD_COMPATIBILITY],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"sse\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let address = server.address.as_ref()?.value.as_deref()?;
        let path = address
            .split(['?', '#'])
            .next()
            .unwrap_or(address)
            .trim_end_matches('/');
        let kind = ["type", "transport", "serverTransport", "transport.type"]
            .iter()
            .find_map(|name| server.setting(name))?;
        let value = kind.value.as_deref()?;
        let (old, new) = (
            value.eq_ignore_ascii_case("sse"),
            value.to_ascii_lowercase().contains("http"),
        );
        let ends = match (old, new) {
            (true, _) if path.ends_with("/mcp") => "/mcp",
            (_, true) if path.ends_with("/sse") => "/sse",
            _ => return None,
        };
        Some(
            Fact::titled(format!(
                "\"{}\": \"{value}\" for an address that ends with {ends}",
                kind.path
            ))
            .member(whole_path(configuration, server, &kind.path))
            .expected(if old { "streamable HTTP" } else { "sse" })
            .received(value),
        )
    })
}
