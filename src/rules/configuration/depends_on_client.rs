//! A form that clients read differently.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::Syntax;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/depends-on-client",
    severity: Severity::Info,
    party: Party::User,
    title: "Whether this entry works depends on the client",
    why: "Clients keep their servers in files that look alike, and read an entry that has only an address in different ways.",
    fix: "Compare with the documentation of your client: Cursor, Kiro and LM Studio accept \"url\" alone; Claude \
        Code, Cline, Roo Code and Copilot CLI want a \"type\" beside it; Windsurf calls it \"serverUrl\", Gemini CLI \
        \"httpUrl\"; VS Code reads \"servers\" instead of \"mcpServers\"; Claude Desktop accepts only programs \
        (mcp-remote).",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            configuration of: Cursor
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let alone = server
            .address
            .as_ref()
            .is_some_and(|address| address.path == "url")
            && !server.has("type")
            && !server.has("transport");
        let open = configuration.client.is_none()
            && configuration.syntax == Syntax::Json
            && configuration.list == "mcpServers";
        (open && alone).then(|| {
            Fact::titled("Whether \"url\" without \"type\" works depends on the client: Claude Desktop ignores it, Claude Code needs a \"type\", VS Code reads \"servers\"")
                .member(whole_path(configuration, server, "url"))
        })
    })
}
