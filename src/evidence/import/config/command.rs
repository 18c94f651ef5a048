//! Commands that add a server to a client, and those that start a bridge to one.

use super::super::shell::{prompted, words};
use super::node::{Node, Value};
use super::servers;
use crate::evidence::configuration::Syntax;
use crate::evidence::configuration::clients::KnownClient;

/// The beginnings of such commands, and whose they are.
const COMMANDS: [(&str, Option<KnownClient>); 14] = [
    ("claude mcp add", Some(KnownClient::ClaudeCode)),
    ("codex mcp add", Some(KnownClient::Codex)),
    ("gemini mcp add", Some(KnownClient::GeminiCli)),
    ("qwen mcp add", Some(KnownClient::GeminiCli)),
    ("copilot mcp add", Some(KnownClient::CopilotCli)),
    ("opencode mcp add", Some(KnownClient::Opencode)),
    ("kiro-cli mcp add", Some(KnownClient::Kiro)),
    ("q mcp add", Some(KnownClient::AmazonQ)),
    ("amp mcp add", None),
    ("droid mcp add", None),
    ("code --add-mcp", Some(KnownClient::VsCode)),
    ("code-insiders --add-mcp", Some(KnownClient::VsCode)),
    ("goose session", Some(KnownClient::Goose)),
    ("goose run", Some(KnownClient::Goose)),
];

/// The command of a line of a terminal, where it is one of these.
pub fn command(line: &str) -> Option<&str> {
    let line = prompted(line);
    let is_one = COMMANDS.iter().any(|(start, _)| line.starts_with(start)) || is_bridge(line);
    is_one.then_some(line)
}

fn is_bridge(line: &str) -> bool {
    let starts = [
        "npx ",
        "bunx ",
        "pnpm dlx ",
        "yarn dlx ",
        "uvx ",
        "mcp-remote ",
        "npm exec ",
    ];
    let bridges = [
        "mcp-remote",
        "mcp-proxy",
        "add-mcp",
        "supergateway",
        "@modelcontextprotocol/inspector",
    ];
    starts.iter().any(|start| line.starts_with(start))
        && bridges.iter().any(|bridge| line.contains(bridge))
        && line.contains("://")
}

/// Reads a command.
pub fn read(command: &str) -> Option<servers::Found> {
    let client = COMMANDS
        .iter()
        .find(|(start, _)| command.starts_with(start))
        .and_then(|(_, client)| *client);
    let words = words(command);
    // `add-json` and `--add-mcp` bring an entry as JSON.
    if let Some(json) = words.iter().find(|word| word.trim_start().starts_with('{')) {
        let name = words
            .iter()
            .position(|word| word == "add-json")
            .and_then(|at| words.get(at + 1));
        let read = super::loose::read(json);
        let mut found = servers::read(&read.node, Syntax::Json)?;
        let configuration = &mut found.configuration;
        configuration.client = client.or(configuration.client);
        configuration.syntax = Syntax::Command;
        configuration.flaws = read.flaws;
        if let (Some(name), Some(server)) = (name, configuration.servers.first_mut()) {
            server.name.clone_from(name);
        }
        return Some(found);
    }
    let entry = entry(&words);
    let list = Node {
        line: 1,
        value: Value::Map(vec![(
            "mcpServers".to_owned(),
            Node {
                line: 1,
                value: Value::Map(vec![(name(&words, client.is_some()), entry)]),
            },
        )]),
    };
    let mut found = servers::read(&list, Syntax::Command)?;
    found.configuration.client = client;
    found.configuration.list = String::new();
    Some(found)
}

/// Options with a value.
const VALUED: [&str; 24] = [
    "--transport",
    "-t",
    "--scope",
    "-s",
    "--header",
    "-H",
    "--env",
    "-e",
    "--url",
    "--bearer-token-env-var",
    "--client-id",
    "--client-secret",
    "--callback-port",
    "--timeout",
    "--name",
    "--type",
    "--auth-timeout",
    "--host",
    "--resource",
    "--static-oauth-client-info",
    "--static-oauth-client-metadata",
    "--with-streamable-http-extension",
    "--with-remote-extension",
    "--oauth-client-id",
];

/// Words that are neither options nor their values; after `add` the first is the name.
fn positional(words: &[String]) -> Vec<&str> {
    let mut found = Vec::new();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if VALUED.contains(&word) {
            words.next();
        } else if !word.starts_with('-') {
            found.push(word);
        }
    }
    found
}

fn name(words: &[String], added: bool) -> String {
    let positional = positional(words);
    let at = positional
        .iter()
        .position(|word| *word == "add")
        .filter(|_| added);
    let name = at
        .and_then(|at| positional.get(at + 1))
        .filter(|word| !word.contains("://"));
    name.copied().unwrap_or("server").to_owned()
}

/// The command as an entry of a configuration.
fn entry(words: &[String]) -> Node {
    let node = |value| Node { line: 1, value };
    let text = |said: &str| node(Value::Text(said.to_owned()));
    let mut members = Vec::new();
    let mut headers = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (option, attached) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value)),
            _ => (word.as_str(), None),
        };
        let value = attached
            .or_else(|| words.get(at + 1).map(String::as_str))
            .unwrap_or_default();
        match option {
            "--transport" | "-t" | "--type" => members.push(("type".to_owned(), text(value))),
            "--header" | "-H" => headers.push(text(value)),
            "--url" | "--with-streamable-http-extension" | "--with-remote-extension" => {
                members.push(("url".to_owned(), text(value)));
            }
            "--bearer-token-env-var" => {
                members.push(("bearer_token_env_var".to_owned(), text(value)))
            }
            "--client-secret" => members.push(("client_secret".to_owned(), text(value))),
            "--client-id" | "--oauth-client-id" => {
                members.push(("client_id".to_owned(), text(value)))
            }
            "--static-oauth-client-info" => members.push(("client_id".to_owned(), text(""))),
            _ => {}
        }
    }
    let after_dashes = words.iter().position(|word| word == "--");
    let url = positional(words)
        .into_iter()
        .find(|word| servers::is_http(word));
    if let Some(url) = url
        && !members.iter().any(|(name, _)| name == "url")
    {
        members.push(("url".to_owned(), text(url)));
    }
    if after_dashes.is_some() {
        members.push(("command".to_owned(), text("a program")));
    }
    if !headers.is_empty() {
        members.push(("headers".to_owned(), node(Value::List(headers))));
    }
    node(Value::Map(members))
}
