//! An address without the kind of its server.

use super::{each_server, name, source, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::clients::{self, KnownClient};
use crate::evidence::configuration::{Configuration, ConfiguredServer, Syntax};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/type-missing",
    severity: Severity::Warning,
    party: Party::User,
    title: "The client needs to be told that the server speaks HTTP",
    why: "Without a type the client treats the entry as a program, or asks by the older transport (SSE): it never \
        reaches the server.",
    fix: "Add the type that the client wants for streamable HTTP.",
    cites: &[cite::MCP_CONFIGURATION, cite::MCP_BACKWARD_COMPATIBILITY],
    fails: examples![
        "
            configuration of: Claude Code
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
        "
            | claude mcp add acme https://mcp.example.com/mcp
        ",
        "
            configuration of: Gemini CLI
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            configuration of: Claude Code
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (title, wanted) = missing(configuration, server)?;
        let fact = Fact::titled(title)
            .member(whole_path(configuration, server, "type"))
            .expected(wanted.clone())
            .received("nothing");
        Some(fact.fix(format!("Add {wanted}.{}", source(configuration))))
    })
}

/// What is missed, in a sentence, and what to add.
fn missing(configuration: &Configuration, server: &ConfiguredServer) -> Option<(String, String)> {
    let client = configuration.client?;
    let form = clients::form(client);
    let address = server.address.as_ref()?;
    let typed = server.has("type") || server.has(form.type_name) || server.has("transport");
    // A bridge is a program, and brings its address as an argument.
    if typed || server.command.is_some() {
        return None;
    }
    if client == KnownClient::GeminiCli
        && address.path == "url"
        && configuration.syntax == Syntax::Json
    {
        let title =
            "Gemini CLI treats \"url\" without a type as SSE; streamable HTTP is \"httpUrl\"";
        return Some((
            title.to_owned(),
            "\"httpUrl\" instead of \"url\"".to_owned(),
        ));
    }
    if configuration.syntax == Syntax::Command {
        let takes = matches!(
            client,
            KnownClient::ClaudeCode | KnownClient::GeminiCli | KnownClient::CopilotCli
        );
        let title = format!(
            "{} treats the address as a program if \"--transport http\" is missing",
            name(configuration)
        );
        return takes.then(|| (title, "\"--transport http\"".to_owned()));
    }
    let wanted = form.types.first().filter(|_| form.needs_type)?;
    let written = match configuration.syntax {
        Syntax::Json => format!("\"{}\": \"{wanted}\"", form.type_name),
        _ => format!("{}: {wanted}", form.type_name),
    };
    let title = format!(
        "{} needs \"{}\" beside the address",
        name(configuration),
        form.type_name
    );
    Some((title, written))
}
