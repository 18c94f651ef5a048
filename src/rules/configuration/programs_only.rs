//! An address where the client takes programs.

use super::{each_server, name, source, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::clients;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/programs-only",
    severity: Severity::Error,
    party: Party::User,
    title: "The client's file accepts only programs",
    why: "Claude Desktop reads \"command\" entries from its file; an entry with an address is refused or passed over.",
    fix: "Add the server under Settings, Connectors, or start a bridge: \"command\": \"npx\", \"args\": [\"mcp-remote\", the address].",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            configuration of: claude_desktop_config.json
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            configuration of: claude_desktop_config.json
            | {\"mcpServers\": {\"acme\": {\"command\": \"npx\", \"args\": [\"mcp-remote\", \"https://mcp.example.com/mcp\"]}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let form = clients::form(configuration.client?);
        let address = server.address.as_ref()?;
        if form.address.is_some() || server.command.is_some() {
            return None;
        }
        let member = &address.path;
        let fact = Fact::titled(format!(
            "{} accepts only \"command\" entries; one with \"{member}\" is refused or ignored",
            name(configuration)
        ))
        .member(whole_path(configuration, server, member))
        .expected("command")
        .received(member.as_str());
        Some(fact.fix(format!(
            "Add the server under Settings, Connectors, or start a bridge: \"command\": \"npx\", \"args\": [\"mcp-remote\", the address].{}",
            source(configuration)
        )))
    })
}
