//! A client's configuration: the files of editors and programs, commands that add a server, and lines of code.

mod code;
mod command;
mod loose;
mod node;
mod properties;
mod servers;
mod shape;
mod toml;
mod yaml;

use super::Kind;
use super::collect::{Collector, part};
use crate::evidence::configuration::{Configuration, ConfiguredServer, Flaw, FlawKind, Syntax};
use node::Read;
use serde_json::Value;

pub use code::is_one as is_code;
pub use command::command;
pub use properties::is_one as is_property;

/// Members that tell that a piece of JSON may be a configuration.
const MARKS: [&str; 14] = [
    "mcpServers",
    "servers",
    "mcp_servers",
    "context_servers",
    "\"mcp\"",
    "remotes",
    "\"command\"",
    "serverUrl",
    "httpUrl",
    "server_url",
    "endpointUrl",
    "sseEndpoint",
    "headers",
    "url",
];
/// Those that no other document has.
const SURE: [&str; 4] = ["mcpServers", "mcp_servers", "context_servers", "httpUrl"];

/// Whether a text may be a configuration; typographic quotation marks are a mistake there, not a chat's decoration.
pub fn may_be(text: &str) -> bool {
    SURE.iter().any(|mark| text.contains(mark)) || text.contains("servers") && text.contains("url")
}

/// Reads JSON, with what stands around it; whether it was a configuration.
pub fn read(collector: &mut Collector, text: &str, around: &str) -> bool {
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return false;
    }
    let read = loose::read(text);
    take(collector, read, Syntax::Json, text, around)
}

/// Reads TOML; whether it was a configuration.
pub fn read_toml(collector: &mut Collector, text: &str, around: &str) -> bool {
    take(collector, toml::read(text), Syntax::Toml, text, around)
}

/// Reads YAML; whether it was a configuration.
pub fn read_yaml(collector: &mut Collector, text: &str, around: &str) -> bool {
    take(collector, yaml::read(text), Syntax::Yaml, text, around)
}

/// Reads Java properties; whether they were a configuration.
pub fn read_properties(collector: &mut Collector, text: &str, around: &str) -> bool {
    take(
        collector,
        properties::read(text),
        Syntax::Properties,
        text,
        around,
    )
}

/// Reads a command; whether it added a server.
pub fn read_command(collector: &mut Collector, text: &str) -> bool {
    let found = command::read(text);
    found.is_some_and(|found| keep(collector, found))
}

/// Reads lines of a program; whether they make a client for a server.
pub fn read_code(collector: &mut Collector, text: &str) -> bool {
    let found = code::read(text);
    found.is_some_and(|found| keep(collector, found))
}

/// An object as a program prints it, where nothing but quotation marks and commas is not as JSON wants it.
pub fn printed(text: &str) -> Option<Value> {
    let read = loose::read(text);
    let forgiven = |flaw: &Flaw| {
        matches!(
            flaw.kind,
            FlawKind::TrailingComma
                | FlawKind::SingleQuotes
                | FlawKind::TypographicQuotes
                | FlawKind::BareName
                | FlawKind::BareValue
                | FlawKind::Comment
                | FlawKind::LineBreak
                | FlawKind::Backslash
        )
    };
    let right = !read.node.members().is_empty() && read.flaws.iter().all(forgiven);
    right.then(|| read.node.to_json())
}

fn take(collector: &mut Collector, read: Read, syntax: Syntax, text: &str, around: &str) -> bool {
    let Some(mut found) = servers::read(&read.node, syntax) else {
        return false;
    };
    let configuration = &mut found.configuration;
    configuration.flaws = read.flaws;
    let comments: String = text
        .lines()
        .filter(|line| line.trim_start().starts_with(['/', '#']))
        .collect::<Vec<_>>()
        .join("\n");
    // What a person says of it tells more than a form that several clients share.
    let named = servers::named_in(&format!("{around}\n{comments}"));
    let own = ["context_servers", "nodes", "remotes"].contains(&configuration.list.as_str());
    let shared = syntax == Syntax::Json && !own;
    configuration.client = named.filter(|_| shared).or(configuration.client);
    keep(collector, found)
}

/// The configuration as evidence, and as a piece that is told.
fn keep(collector: &mut Collector, found: servers::Found) -> bool {
    let servers::Found {
        configuration,
        addresses,
    } = found;
    let remote = configuration
        .servers
        .iter()
        .filter(|server| server.address.is_some())
        .count();
    let piece = collector.note(
        Kind::Configuration,
        format!(
            "A client's configuration. Servers: {}, over HTTP: {remote}.",
            configuration.servers.len(),
        ),
    );
    for server in &configuration.servers {
        let address = server
            .address
            .as_ref()
            .and_then(|address| address.value.as_deref());
        let shown = address.or(server.command.as_deref());
        piece.parts.push(part(&server.name, shown, meaning(server)));
    }
    match addresses.as_slice() {
        [] => {}
        [one] => collector.server(one),
        _ => piece
            .notes
            .push("Several servers: give the address of the one that doesn't work.".to_owned()),
    }
    keep_few(&mut collector.evidence().configurations, configuration);
    true
}

/// Configurations of one text.
const CONFIGURATIONS: usize = 20;

fn keep_few(kept: &mut Vec<Configuration>, configuration: Configuration) {
    if kept.len() < CONFIGURATIONS && !kept.contains(&configuration) {
        kept.push(configuration);
    }
}

fn meaning(server: &ConfiguredServer) -> &'static str {
    let has_id = [
        "clientId",
        "client_id",
        "CLIENT_ID",
        "oauthClientId",
        "client-id",
        "--static-oauth-client-info",
    ]
    .iter()
    .any(|name| {
        server.settings.iter().any(|setting| {
            setting.path.rsplit('.').next() == Some(name) || setting.value.as_deref() == Some(name)
        })
    });
    if server.address.is_none() {
        return "A program on this machine (stdio): no sign-in over HTTP here; it gets its credentials from its environment.";
    }
    if has_id {
        return "Over HTTP with a client id of its own: the client signs in with it and needs no registration.";
    }
    if server.has_fixed_credential() {
        return "Over HTTP with a fixed credential in a header: the client sends it and starts no sign-in.";
    }
    "Over HTTP: the client signs in where the server asks for it."
}
