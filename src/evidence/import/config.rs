//! A client's configuration: `mcp.json`, `claude_desktop_config.json`, settings of editors, and Codex's `config.toml`.

use super::Kind;
use super::collect::{Collector, part};
use serde_json::{Map, Value};

/// Where clients keep their servers.
const LISTS: [&str; 5] = [
    "mcpServers",
    "servers",
    "mcp_servers",
    "context_servers",
    "mcp",
];

/// Reads a configuration; whether it was one.
pub fn read(collector: &mut Collector, members: &Map<String, Value>) -> bool {
    let entries: Vec<Entry> = lists(members)
        .flatten()
        .filter_map(|(name, value)| entry(name, value))
        .collect();
    if entries.is_empty() {
        return false;
    }
    note(collector, &entries);
    true
}

/// The lists of servers of a configuration: its own, and those that Claude Code keeps for each project.
fn lists(members: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let projects = members.get("projects").and_then(Value::as_object);
    let projects = projects.into_iter().flat_map(Map::values);
    let own = std::iter::once(members);
    own.chain(projects.filter_map(Value::as_object))
        .filter_map(|members| {
            let mut named = LISTS
                .iter()
                .filter_map(|name| members.get(*name)?.as_object());
            let list = named.next()?;
            Some(
                list.get("servers")
                    .and_then(Value::as_object)
                    .unwrap_or(list),
            )
        })
}

/// Lines of a TOML table `[mcp_servers.name]`.
pub fn read_toml(collector: &mut Collector, lines: &[&str]) {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines {
        if let Some(table) = line.strip_prefix("[mcp_servers.") {
            let name = table
                .split(['.', ']'])
                .next()
                .unwrap_or_default()
                .trim_matches('"');
            if entries.last().is_none_or(|last| last.name != name) {
                entries.push(Entry {
                    name: name.to_owned(),
                    ..Entry::default()
                });
            }
            continue;
        }
        let (Some(entry), Some((key, value))) = (entries.last_mut(), line.split_once('=')) else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        match key.trim() {
            "url" => entry.url = Some(value),
            "command" => entry.command = Some(value),
            "args" => entry.url = entry.url.take().or_else(|| first_url(&value)),
            "bearer_token_env_var" | "http_headers" | "env_http_headers" => entry.credential = true,
            "oauth_client_id" | "client_id" => entry.client_id = true,
            _ => {}
        }
    }
    note(collector, &entries);
}

#[derive(Default)]
struct Entry {
    name: String,
    url: Option<String>,
    command: Option<String>,
    credential: bool,
    client_id: bool,
}

fn entry(name: &str, value: &Value) -> Option<Entry> {
    let text = |member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
    let command = text("command");
    let args = value.get("args").map(Value::to_string).unwrap_or_default();
    let url = text("url")
        .or_else(|| text("serverUrl"))
        .or_else(|| text("httpUrl"));
    let has_credential = |member: &str| {
        let headers = value.get(member).and_then(Value::as_object);
        headers.is_some_and(|headers| headers.keys().any(|name| is_credential(name)))
    };
    (command.is_some() || url.is_some()).then(|| Entry {
        name: name.to_owned(),
        url: url.or_else(|| first_url(&args).filter(|_| args.contains("mcp-remote"))),
        command,
        credential: has_credential("headers") || args.contains("--header"),
        client_id: has_client_id(value) || args.contains("--static-oauth-client-info"),
    })
}

/// Whether an entry brings a client id: `oauth.clientId` of Claude Code and Gemini CLI, `auth.CLIENT_ID` of Cursor, and the like.
fn has_client_id(value: &Value) -> bool {
    let places = ["oauth", "auth"]
        .iter()
        .filter_map(|member| value.get(*member));
    places.chain([value]).any(|place| {
        ["clientId", "client_id", "CLIENT_ID", "oauthClientId"]
            .iter()
            .any(|name| place.get(*name).is_some())
    })
}

fn is_credential(header: &str) -> bool {
    let name = header.to_ascii_lowercase();
    name == "authorization" || name.contains("key") || name.contains("token")
}

fn first_url(text: &str) -> Option<String> {
    let found = text
        .split(['"', '\'', ' ', ','])
        .find(|word| word.starts_with("http://") || word.starts_with("https://"));
    found.map(str::to_owned)
}

fn note(collector: &mut Collector, entries: &[Entry]) {
    let remote: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.url.clone())
        .collect();
    let piece = collector.note(
        Kind::Configuration,
        format!(
            "A client's configuration with {} server(s), {} of them over HTTP.",
            entries.len(),
            remote.len()
        ),
    );
    for entry in entries {
        let meaning = match (&entry.url, entry.credential) {
            (Some(_), false) if entry.client_id => {
                "Over HTTP with a client id of its own: the client signs in with it and needs no registration."
            }
            (None, _) => {
                "A program on this machine (stdio): no sign-in over HTTP here; it takes its credentials from its environment."
            }
            (Some(_), true) => {
                "Over HTTP with a fixed credential in a header: the client sends it and starts no sign-in."
            }
            (Some(_), false) => "Over HTTP: the client signs in where the server asks for it.",
        };
        let shown = entry.url.as_deref().or(entry.command.as_deref());
        piece.parts.push(part(&entry.name, shown, meaning));
    }
    match remote.as_slice() {
        [] => {}
        [one] => collector.server(one),
        _ => piece
            .notes
            .push("Several servers: give the address of the one that doesn't work.".to_owned()),
    }
}

/// JSON without comments and trailing commas, as editors allow them in their settings, and with the backslashes of paths doubled.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some(next)) if in_string => {
                // A path of Windows whose backslashes nobody doubled.
                if !r#""\/bfnrtu"#.contains(*next) {
                    out.push(c);
                }
                out.push(c);
                out.extend(rest.next());
                continue;
            }
            ('"', _) => in_string = !in_string,
            ('/', Some('/')) if !in_string => {
                while rest.next_if(|c| *c != '\n').is_some() {}
                continue;
            }
            ('/', Some('*')) if !in_string => {
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            ('}' | ']', _) if !in_string => {
                let kept = out.trim_end().len();
                if out.get(..kept).is_some_and(|kept| kept.ends_with(',')) {
                    out.truncate(kept - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}
