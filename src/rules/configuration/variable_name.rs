//! A value where the name of a variable is wanted.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::Kept;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/variable-name",
    severity: Severity::Error,
    party: Party::User,
    title: "The client wants the name of a variable here, not the token itself",
    why: "The client looks for a variable of that name, finds none, and asks the server without a token.",
    fix: "Put the token into a variable of the environment and write its name here.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | [mcp_servers.acme]
            | url = \"https://mcp.example.com/mcp\"
            | bearer_token_env_var = \"sk-acme-9fK2mQ7xWb4TzR1v\"
        ",
    ],
    passes: examples![
        "
            | [mcp_servers.acme]
            | url = \"https://mcp.example.com/mcp\"
            | bearer_token_env_var = \"ACME_TOKEN\"
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let mut named = server.credentials().filter(|(setting, _)| {
            setting.path.contains("env_var") || setting.path.contains("env_http_headers")
        });
        let (setting, _) = named.find(|(_, credential)| credential.kind == Kept::Literal)?;
        let member = setting.path.split('.').next().unwrap_or_default();
        Some(
            Fact::titled(format!(
                "\"{member}\" wants the name of a variable, and has a value"
            ))
            .member(whole_path(configuration, server, &setting.path))
            .expected("a name such as ACME_TOKEN")
            .received("what looks like a token"),
        )
    })
}
