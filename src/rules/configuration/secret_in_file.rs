//! A credential in the file itself.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::Kept;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/secret-in-file",
    severity: Severity::Info,
    party: Party::User,
    title: "A credential stands in the configuration itself",
    why: "Whoever gets the file (a repository, a backup, a bug report) can use it, and it has to be replaced by hand when it expires.",
    fix: "Keep it in a variable or an input of the client, and out of version control. If the file was shared already, revoke it.",
    cites: &[cite::MCP_TOKEN_THEFT],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer acme_live_9fK2mQ7xWb4TzR1v\"}}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let mut literal = server
            .credentials()
            .filter(|(setting, _)| !setting.path.contains('?'));
        let (setting, _) = literal.find(|(_, credential)| credential.kind == Kept::Literal)?;
        Some(
            Fact::titled(format!(
                "A credential stands in \"{}\" itself",
                setting.path
            ))
            .member(whole_path(configuration, server, &setting.path)),
        )
    })
}
