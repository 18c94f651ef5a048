//! A space in an argument of a bridge.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::Oddity;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/argument-space",
    severity: Severity::Warning,
    party: Party::User,
    title: "Some clients break an argument with a space in two",
    why: "Cursor and Claude Desktop on Windows pass arguments on without quoting them: the header that reaches \
        mcp-remote ends at the space, and the token is lost.",
    fix: "Write the header without a space, and the value in a variable: \"Authorization:${AUTH_HEADER}\" with \"env\": {\"AUTH_HEADER\": \"Bearer …\"}.",
    cites: &[cite::MCP_REMOTE],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"command\": \"npx\", \"args\": [\"mcp-remote\", \"https://mcp.example.com/mcp\", \"--header\", \"Authorization: Bearer acme_live_9fK2mQ7xWb4T\"]}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"command\": \"npx\", \"args\": [\"mcp-remote\", \"https://mcp.example.com/mcp\", \"--header\", \"Authorization:${AUTH_HEADER}\"]}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let mut spaced = server
            .credentials()
            .filter(|(_, credential)| credential.oddities.contains(&Oddity::SpaceInArgument));
        let (setting, credential) = spaced.next()?;
        Some(
            Fact::titled(format!(
                "The argument \"{}: …\" has a space after the colon, which breaks it on Windows",
                credential.header
            ))
            .member(whole_path(configuration, server, &setting.path))
            .expected(format!("{}:${{AUTH_HEADER}}", credential.header))
            .received(format!("{}: …", credential.header)),
        )
    })
}
