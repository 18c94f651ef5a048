//! A kind of server that the client does not know.

use super::{each_server, name, source, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::{Configuration, ConfiguredServer, clients};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/type-unknown",
    severity: Severity::Error,
    party: Party::User,
    title: "The client does not know this type of server",
    why: "The name of a transport is each client's own; an entry with another name is refused, or treated as a \
        program.",
    fix: "Write the type as the client wants it.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            configuration of: opencode
            | {\"mcp\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
        "
            configuration of: VS Code
            | {\"servers\": {\"acme\": {\"type\": \"streamable-http\", \"url\": \"https://mcp.example.com/mcp\"}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"stdio\", \"url\": \"https://mcp.example.com/mcp\"}}}
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
        let (member, value, wanted) = unknown(configuration, server)?;
        let fact = Fact::titled(format!(
            "{} does not know \"{member}\": \"{value}\" for an address; it is \"{wanted}\"",
            name(configuration)
        ))
        .member(whole_path(configuration, server, member))
        .expected(wanted)
        .received(value);
        Some(fact.fix(format!(
            "Write \"{wanted}\" instead of \"{value}\".{}",
            source(configuration)
        )))
    })
}

/// The member, its value, and what it should be.
fn unknown<'a>(
    configuration: &Configuration,
    server: &'a ConfiguredServer,
) -> Option<(&'a str, &'a str, &'static str)> {
    const KNOWN: [&str; 9] = [
        "http",
        "sse",
        "streamable-http",
        "streamableHttp",
        "streamable_http",
        "ws",
        "websocket",
        "remote",
        "mcp",
    ];
    if server.command.is_some() {
        return None;
    }
    server.address.as_ref()?;
    let form = configuration.client.map(clients::form);
    let kind = server
        .setting(form.map_or("type", |form| form.type_name))
        .or_else(|| server.setting("type"))?;
    let value = kind.value.as_deref()?;
    let types = form.map_or(&[][..], |form| form.types);
    let wanted = types.first().copied().unwrap_or("http");
    let wrong = match types {
        // The older transport has a rule of its own.
        [] => !KNOWN.contains(&value) && value != "url" && value != "streamable",
        types => !types.contains(&value) && value != "sse",
    };
    wrong.then_some((kind.path.as_str(), value, wanted))
}
