//! A variable that the client does not fill in.

use super::{each_server, name, source, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::clients::{self, Expands};
use crate::evidence::configuration::{Configuration, Kept, Setting, Syntax};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/variable",
    severity: Severity::Error,
    party: Party::User,
    title: "The client sends the name of a variable instead of its value",
    why: "Each client has its own syntax for variables, and sends anything else literally.",
    fix: "Write the variable in the client's syntax, and make sure that it is set where the client starts.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            configuration of: Claude Code
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${env:TOKEN}\"}}}}
        ",
        "
            | {\"servers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${input:key}\"}}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer %TOKEN%\"}}}}
        ",
    ],
    passes: examples![
        "
            configuration of: Claude Code
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (setting, title, written) =
            server.credentials().find_map(|(setting, credential)| {
                let Kept::Variable { written } = &credential.kind else {
                    return None;
                };
                Some((setting, left(configuration, setting, written)?, written))
            })?;
        let fact = Fact::titled(title)
            .member(whole_path(configuration, server, &setting.path))
            .received(written.clone());
        Some(fact.fix(format!(
            "Name it as the client wants it, or write the value.{}",
            source(configuration)
        )))
    })
}

/// What is wrong with a variable, in a sentence.
fn left(configuration: &Configuration, setting: &Setting, written: &str) -> Option<String> {
    // A shell and a program fill theirs in, and mcp-remote those of its arguments.
    let elsewhere = matches!(configuration.syntax, Syntax::Command | Syntax::Code)
        || setting.path.starts_with("args")
        || setting.path.starts_with("command")
        || setting.path.contains("env");
    if elsewhere {
        return None;
    }
    let kind = kind(written);
    if kind == Some(Expands::Input) && !configuration.list.starts_with("mcpServers") {
        let id = written.trim_start_matches("${input:").trim_end_matches('}');
        let declared = configuration.inputs.iter().any(|input| input == id);
        return (!declared)
            .then(|| format!("\"{written}\" names an input that \"inputs\" does not declare"));
    }
    match configuration.client.map(clients::form) {
        Some(form) => {
            let expands = kind.is_some_and(|kind| form.expands.contains(&kind));
            (!expands).then(|| {
                format!(
                    "{} does not fill in \"{written}\": it is sent literally",
                    name(configuration)
                )
            })
        }
        None => matches!(kind, None | Some(Expands::Dollar | Expands::Command))
            .then(|| format!("Hardly any client fills in \"{written}\": it is sent literally")),
    }
}

fn kind(written: &str) -> Option<Expands> {
    let starts = |start: &str| written.starts_with(start);
    Some(match written {
        _ if starts("${{") => Expands::Secrets,
        _ if starts("={{") || starts("{{") => Expands::DoubleBraces,
        _ if starts("${input:") => Expands::Input,
        _ if starts("${env:") => Expands::EnvColon,
        _ if starts("${") => Expands::Braces,
        _ if starts("{env:") => Expands::BareEnv,
        _ if starts("$(") => Expands::Command,
        _ if starts("$env:") => return None,
        _ if starts("$") => Expands::Dollar,
        _ => return None,
    })
}
