//! The servers stand under a name that the client does not read.

use super::{name, of_each, source};
use crate::action::ActionKind;
use crate::evidence::configuration::{Configuration, clients};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/list-name",
    severity: Severity::Error,
    party: Party::User,
    title: "The client does not look for servers under this name",
    why: "Each client reads its servers from a member of one name; what stands under another name does not exist for it.",
    fix: "Rename the member to the one that the client reads.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            configuration of: VS Code
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
        "
            | [mcpServers.acme]
            | url = \"https://mcp.example.com/mcp\"
        ",
        "
            | {\"mcpServer\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            | {\"servers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
        "
            | {\"$schema\": \"https://opencode.ai/config.json\",
            | \"mcp\": {\"servers\": {\"acme\": {\"type\": \"remote\", \"url\": \"https://mcp.example.com/mcp\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    of_each(reading, |configuration| {
        let list = configuration.list.rsplit('.').next().unwrap_or_default();
        let wanted = wanted(configuration)?;
        let other = configuration
            .client
            .map_or(&[][..], |client| clients::form(client).other_lists);
        if list.is_empty() || list == wanted || other.contains(&list) {
            return None;
        }
        let fact = Fact::titled(format!(
            "{} reads \"{wanted}\", not \"{list}\"",
            name(configuration)
        ))
        .member(list)
        .expected(wanted)
        .received(list);
        Some(fact.fix(format!(
            "Rename \"{list}\" to \"{wanted}\".{}",
            source(configuration)
        )))
    })
}

/// The name that the client reads; of a client that isn't known, the one that a misspelt name means.
fn wanted(configuration: &Configuration) -> Option<&'static str> {
    if let Some(client) = configuration.client {
        return Some(clients::form(client).list).filter(|list| !list.is_empty());
    }
    let list = configuration.list.rsplit('.').next().unwrap_or_default();
    let plain = list.replace(['_', '-'], "").to_ascii_lowercase();
    let known = clients::ALL.iter().any(|form| form.list == list);
    (!known && plain.starts_with("mcpserver")).then_some("mcpServers")
}
