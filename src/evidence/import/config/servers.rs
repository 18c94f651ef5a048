//! The servers of a configuration, wherever a client keeps them, and the client that its form tells.

use super::node::Node;
use super::shape;
use crate::evidence::configuration::clients::{self, KnownClient};
use crate::evidence::configuration::{
    Configuration, ConfiguredServer, Credential, Kept, Oddity, Setting, Syntax,
};
use crate::wire::address::Address;
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

/// Where clients keep their servers.
const LISTS: [&str; 15] = [
    "mcpServers",
    "servers",
    "mcp_servers",
    "context_servers",
    "mcp",
    "extensions",
    "remotes",
    "connections",
    "mcp-servers",
    // Misspelt.
    "mcpServer",
    "mcpservers",
    "McpServers",
    "MCPServers",
    "mcp_server",
    "contextServers",
];
/// Members that hold an address.
const ADDRESSES: [&str; 11] = [
    "url",
    "serverUrl",
    "httpUrl",
    "uri",
    "server_url",
    "endpointUrl",
    "sseEndpoint",
    "serverURL",
    "http_url",
    "baseUrl",
    "endpoint",
];
/// Members that hold headers; of the last ones the values name variables.
const HEADERS: [&str; 7] = [
    "headers",
    "http_headers",
    "httpHeaders",
    "header",
    "Headers",
    "custom_headers",
    "env_http_headers",
];
/// Members that are a credential of themselves and are sent as a bearer token.
const TOKENS: [&str; 8] = [
    "bearer_token",
    "bearerToken",
    "authorization_token",
    "authorization",
    "auth_value",
    "apiKey",
    "api_key",
    "token",
];
/// Nesting within which lists are looked for.
const DEPTH: usize = 8;
/// Servers of one configuration.
const SERVERS: usize = 200;
/// Members of one server.
const SETTINGS: usize = 200;

/// A configuration, and the whole addresses of its servers: some have a key in them, so they are not kept with it.
pub struct Found {
    /// What is kept.
    pub configuration: Configuration,
    /// The address of each server that has a valid one.
    pub addresses: Vec<String>,
}

/// One server that is being read.
struct Entry {
    made: ConfiguredServer,
    raw: Option<String>,
}

impl Deref for Entry {
    type Target = ConfiguredServer;

    fn deref(&self) -> &ConfiguredServer {
        &self.made
    }
}

impl DerefMut for Entry {
    fn deref_mut(&mut self) -> &mut ConfiguredServer {
        &mut self.made
    }
}

/// Reads a configuration; nothing where the text is none.
pub fn read(root: &Node, syntax: Syntax) -> Option<Found> {
    let mut found = Vec::new();
    lists(root, DEPTH, &mut found);
    if found.is_empty() {
        found.extend(unnamed(root, syntax));
    }
    let mut configuration = Configuration {
        syntax,
        list: found
            .first()
            .map(|(list, _)| list.clone())
            .unwrap_or_default(),
        ..Configuration::default()
    };
    let mut addresses = Vec::new();
    let entries = found.iter().flat_map(|(_, entries)| entries);
    for (name, node) in entries.take(SERVERS) {
        let entry = server(name, node);
        addresses.extend(entry.raw.filter(|raw| is_http(raw)));
        configuration.servers.push(entry.made);
    }
    if configuration.servers.is_empty() {
        return None;
    }
    let inputs = root.get("inputs").map_or(&[][..], Node::items).iter();
    configuration.inputs = inputs
        .filter_map(|input| input.get("id")?.text())
        .map(str::to_owned)
        .collect();
    configuration.client = client(root, &configuration);
    Some(Found {
        configuration,
        addresses,
    })
}

type Entries<'a> = Vec<(String, &'a Node)>;

/// Every list of servers, at any depth.
fn lists<'a>(node: &'a Node, depth: usize, found: &mut Vec<(String, Entries<'a>)>) {
    if depth == 0 {
        return;
    }
    // An OpenAPI document has `servers` too.
    if node.get("openapi").is_some() || node.get("paths").is_some() {
        return;
    }
    for (name, member) in node.members() {
        let last = name.rsplit('.').next().unwrap_or(name);
        let entries = if LISTS.contains(&last) {
            entries(member)
        } else {
            Vec::new()
        };
        let nodes = if name == "nodes" {
            workflow(member)
        } else {
            Vec::new()
        };
        if !entries.is_empty() {
            found.push((name.clone(), entries));
        } else if !nodes.is_empty() {
            found.push((name.clone(), nodes));
        } else if name == "tools" && !tools(member).is_empty() {
            found.push((name.clone(), tools(member)));
        } else {
            lists(member, depth - 1, found);
        }
    }
    for item in node.items() {
        lists(item, depth - 1, found);
    }
}

/// The entries of a map of servers, or of a list of them.
fn entries(node: &Node) -> Entries<'_> {
    let named = node
        .members()
        .iter()
        .map(|(name, entry)| (name.clone(), entry));
    let listed = node.items().iter().map(|entry| (name_of(entry), entry));
    named
        .chain(listed)
        .filter(|(_, entry)| is_entry(entry))
        .collect()
}

fn name_of(entry: &Node) -> String {
    let name = ["name", "server_label", "id", "title"]
        .iter()
        .find_map(|name| entry.get(name)?.text());
    let info = || entry.at(&["info", "name"])?.text();
    name.or_else(info).unwrap_or("server").to_owned()
}

/// Nodes of an n8n workflow that ask an MCP server.
fn workflow(node: &Node) -> Entries<'_> {
    node.items()
        .iter()
        .filter(|one| {
            one.get("type")
                .and_then(Node::text)
                .is_some_and(|kind| kind.to_ascii_lowercase().contains("mcp"))
        })
        .filter_map(|one| Some((name_of(one), one.get("parameters")?)))
        .filter(|(_, parameters)| is_entry(parameters))
        .collect()
}

/// Tools of a model's API that are MCP servers (OpenAI).
fn tools(node: &Node) -> Entries<'_> {
    let listed = node.items().iter().map(|entry| (name_of(entry), entry));
    listed
        .filter(|(_, entry)| entry.get("server_url").is_some())
        .collect()
}

fn is_entry(node: &Node) -> bool {
    ADDRESSES.iter().any(|name| node.get(name).is_some())
        || ["command", "cmd"]
            .iter()
            .any(|name| node.get(name).is_some())
        || node.at(&["transport", "url"]).is_some()
        || HEADERS.iter().any(|name| node.get(name).is_some()) && node.get("type").is_some()
}

/// Members that an event of a log or a document of the web has, and no entry.
const NO_ENTRY: [&str; 11] = [
    "method",
    "status",
    "statusCode",
    "level",
    "msg",
    "message",
    "time",
    "timestamp",
    "error",
    "jsonrpc",
    "paths",
];
const TRANSPORTS: [&str; 12] = [
    "http",
    "sse",
    "stdio",
    "streamable-http",
    "streamableHttp",
    "streamable_http",
    "remote",
    "local",
    "ws",
    "mcp",
    "url",
    "StreamableHttp",
];

/// A configuration without a list: a map of entries (Warp), a list of them (Open WebUI), or one entry.
fn unnamed(root: &Node, syntax: Syntax) -> Option<(String, Entries<'_>)> {
    let has = |node: &Node, names: &[&str]| names.iter().any(|name| node.get(name).is_some());
    let typed = |node: &Node| {
        let kind = ["type", "transport"]
            .iter()
            .find_map(|name| node.get(name)?.text());
        kind.is_some_and(|kind| TRANSPORTS.contains(&kind))
    };
    let plain = |node: &Node| {
        let said = ADDRESSES.iter().find_map(|name| node.get(name)?.text());
        let address = said.is_some_and(|url| url.contains("://"))
            || has(node, &["command"]) && has(node, &["args"]);
        address && is_entry(node) && !has(node, &NO_ENTRY)
    };
    let sure = |node: &Node| {
        plain(node)
            && (typed(node)
                || has(
                    node,
                    &[
                        "headers",
                        "httpUrl",
                        "serverUrl",
                        "http_headers",
                        "working_directory",
                        "args",
                    ],
                ))
    };
    if sure(root) {
        return Some((String::new(), vec![(name_of(root), root)]));
    }
    let named = root
        .members()
        .iter()
        .map(|(name, entry)| (name.clone(), entry));
    let listed = root.items().iter().map(|entry| (name_of(entry), entry));
    let inside: Entries<'_> = named
        .chain(listed)
        .filter(|(_, entry)| plain(entry))
        .collect();
    let inside: Entries<'_> = inside
        .into_iter()
        .filter(|(name, _)| !NO_ENTRY.contains(&name.as_str()))
        .collect();
    let all = inside.len() == root.members().len() + root.items().len();
    let likely = inside.iter().any(|(_, entry)| sure(entry))
        || syntax == Syntax::Json && root.items().is_empty();
    (!inside.is_empty() && all && likely).then_some((String::new(), inside))
}

fn server(name: &str, node: &Node) -> Entry {
    let mut server = Entry {
        made: ConfiguredServer {
            name: name.to_owned(),
            line: node.line,
            ..ConfiguredServer::default()
        },
        raw: None,
    };
    let place = node.get("transport").filter(|one| one.get("url").is_some());
    for (within, node) in [("", Some(node)), ("transport.", place)] {
        let Some(node) = node else { continue };
        for (name, member) in node.members() {
            this(&mut server, within, name, member);
        }
    }
    complete(&mut server, node);
    server.settings.truncate(SETTINGS);
    server
}

/// Reads one member of an entry.
fn this(server: &mut Entry, within: &str, name: &str, member: &Node) {
    let path = format!("{within}{name}");
    let text = member.text();
    if HEADERS.contains(&name) {
        server.settings.push(setting(&path, member.line, None));
        headers(server, &path, member);
    } else if name == "command" || name == "cmd" {
        program(server, &path, member);
    } else if name == "args" {
        server.settings.push(setting(&path, member.line, None));
        arguments(server, &path, member.items());
    } else if ADDRESSES.contains(&name) && text.is_some() {
        put_address(server, &path, member.line, text.unwrap_or_default());
    } else if TOKENS.contains(&name) && text.is_some() {
        let mut credential = shape::credential("Authorization", text.unwrap_or_default());
        credential.scheme.get_or_insert_with(|| "Bearer".to_owned());
        server.settings.push(Setting {
            credential: Some(credential),
            ..setting(&path, member.line, None)
        });
    } else if name == "bearer_token_env_var" {
        server.settings.push(Setting {
            credential: Some(named_variable(text.unwrap_or_default())),
            ..setting(&path, member.line, None)
        });
    } else if let Some(text) = text {
        let says_how = ["type", "url", "method", "provider", "authentication"]
            .iter()
            .any(|end| name.to_ascii_lowercase().ends_with(end));
        let hides = shape::is_credential(name) && !says_how;
        let credential = hides.then(|| shape::credential("", text));
        let shown = (!hides && is_word(text)).then(|| text.to_owned());
        server.settings.push(Setting {
            credential,
            ..setting(&path, member.line, shown)
        });
    } else {
        server.settings.push(setting(&path, member.line, None));
        for (inner, node) in member.members() {
            if path == "transport" || server.settings.len() >= SETTINGS {
                break;
            }
            this(server, &format!("{path}."), inner, node);
        }
    }
}

/// A word of the client's own, such as a transport; nothing that could be a key.
fn is_word(text: &str) -> bool {
    text.len() <= 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_./@:".contains(&byte))
        && !shape::is_random(text)
}

fn setting(path: &str, line: usize, value: Option<String>) -> Setting {
    Setting {
        path: path.to_owned(),
        line,
        value,
        credential: None,
    }
}

fn put_address(server: &mut Entry, path: &str, line: usize, url: &str) {
    let url = &*with_defaults(url);
    let key = shape::key_in(url);
    let found = setting(path, line, Some(shape::address(url)));
    // Spring has `endpoint` beside `url`.
    if server.address.is_none() || (path != "endpoint" && path != "baseUrl" && url.contains("://"))
    {
        if let Some(key) = key {
            let mut credential = shape::credential("", "");
            credential.kind = Kept::Literal;
            server.settings.push(Setting {
                credential: Some(credential),
                ..setting(&format!("{path}?{key}"), line, None)
            });
        }
        server.raw = Some(url.trim().to_owned());
        if let Some(other) = server.address.replace(found) {
            server.settings.push(other);
        }
    } else {
        server.settings.push(found);
    }
}

/// `${NAME:-value}` is its value where nobody sets the variable.
fn with_defaults(url: &str) -> Cow<'_, str> {
    let mut filled = Cow::Borrowed(url);
    while let Some(at) = filled.find("${")
        && let Some(rest) = filled.get(at..)
        && let Some((reference, after)) = rest.split_once('}')
        && let Some((_, default)) = reference.split_once(":-")
    {
        let before = filled.get(..at).unwrap_or_default();
        filled = Cow::Owned(format!("{before}{default}{after}"));
    }
    filled
}

fn headers(server: &mut Entry, path: &str, node: &Node) {
    let by_name = path.ends_with("env_http_headers");
    for (name, value) in node.members() {
        let value_text = value.text().unwrap_or_default();
        header(
            server,
            &format!("{path}.{name}"),
            value.line,
            name,
            value_text,
            by_name,
        );
    }
    for (at, item) in node.items().iter().enumerate() {
        let pair = item.text().and_then(|text| text.split_once(':'));
        let named = item.get("name").and_then(Node::text);
        if let Some((name, value)) = pair {
            header(
                server,
                &format!("{path}.{at}"),
                item.line,
                name.trim(),
                value.trim_start(),
                false,
            );
        } else if let Some(name) = named {
            let value = item.get("value").and_then(Node::text).unwrap_or("${}");
            header(
                server,
                &format!("{path}.{name}"),
                item.line,
                name,
                value,
                item.get("value").is_none(),
            );
        }
    }
    if let Some((name, value)) = node.text().and_then(|text| text.split_once(':')) {
        header(
            server,
            path,
            node.line,
            name.trim(),
            value.trim_start(),
            false,
        );
    }
}

fn header(server: &mut Entry, path: &str, line: usize, name: &str, value: &str, by_name: bool) {
    if server.settings.len() >= SETTINGS {
        return;
    }
    let credential = shape::is_credential(name).then(|| match by_name {
        true => Credential {
            header: name.to_owned(),
            ..named_variable(value)
        },
        false => shape::credential(name, value),
    });
    server.settings.push(Setting {
        credential,
        ..setting(path, line, None)
    });
}

/// A value that names a variable instead of being one's value.
fn named_variable(name: &str) -> Credential {
    let is_name = !name.is_empty()
        && !shape::is_random(name)
        && name.len() <= 60
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    Credential {
        sent: true,
        header: "Authorization".to_owned(),
        scheme: Some("Bearer".to_owned()),
        kind: match (name, is_name) {
            ("", _) => Kept::Empty,
            (_, true) => Kept::Variable {
                written: name.to_owned(),
            },
            (_, false) => Kept::Literal,
        },
        oddities: Vec::new(),
    }
}

/// `command`: a word, a list (opencode), or a map (old Zed).
fn program(server: &mut Entry, path: &str, node: &Node) {
    server.settings.push(setting(path, node.line, None));
    let first = node
        .text()
        .or_else(|| node.items().first()?.text())
        .or_else(|| node.get("path")?.text());
    let name = first
        .unwrap_or_default()
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default();
    server.command = Some(if is_word(name) {
        name.to_owned()
    } else {
        "a program".to_owned()
    });
    arguments(server, path, node.items());
    if let Some(inner) = node.get("args") {
        arguments(server, &format!("{path}.args"), inner.items());
    }
    // `"command": "npx -y mcp-remote https://…"`.
    let whole = node.text().filter(|text| text.contains("://"));
    let url = whole.and_then(|text| text.split_whitespace().find(|word| word.contains("://")));
    if let Some(url) = url.filter(|_| server.address.is_none()) {
        server.address = Some(setting(
            path,
            node.line,
            Some(shape::address(url.trim_matches(['"', '\'']))),
        ));
    }
}

/// Arguments of a bridge such as mcp-remote: its address and its headers.
fn arguments(server: &mut Entry, path: &str, items: &[Node]) {
    const BRIDGES: [&str; 6] = [
        "mcp-remote",
        "supergateway",
        "mcp-proxy",
        "mcp-remote-proxy",
        "remote",
        "proxy",
    ];
    let words: Vec<&str> = items
        .iter()
        .map(|item| item.text().unwrap_or_default())
        .collect();
    let bridge = words
        .iter()
        .any(|word| BRIDGES.iter().any(|bridge| word.contains(bridge)));
    for (at, word) in words.iter().enumerate() {
        let (path, line) = (
            format!("{path}.{at}"),
            items.get(at).map_or(server.line, |item| item.line),
        );
        let follows = |name: &[&str]| {
            at > 0
                && words
                    .get(at - 1)
                    .is_some_and(|before| name.contains(before))
        };
        if bridge && is_http(word) && server.address.is_none() {
            put_address(server, &path, line, word);
        } else if follows(&["--header", "-H"]) {
            let Some((name, value)) = word.split_once(':') else {
                continue;
            };
            header(
                server,
                &path,
                line,
                name.trim(),
                value.trim_start_matches(' '),
                false,
            );
            let spaced = value.starts_with(' ');
            if let Some(credential) = server
                .settings
                .last_mut()
                .and_then(|last| last.credential.as_mut())
                && spaced
            {
                credential.oddities.push(Oddity::SpaceInArgument);
            }
        } else if word.starts_with("--") {
            let shown = word.split('=').next().unwrap_or(word);
            server.settings.push(setting(
                &path,
                line,
                is_word(shown).then(|| shown.to_owned()),
            ));
        }
    }
}

/// What the entry as a whole tells.
fn complete(server: &mut Entry, node: &Node) {
    // Spring keeps the path beside the origin.
    let path = ["endpoint", "sse-endpoint"]
        .iter()
        .find_map(|name| node.get(name)?.text());
    if let (Some(path), Some(raw)) = (
        path.filter(|path| path.starts_with('/')),
        server.raw.clone(),
    ) {
        let whole = format!("{}{path}", raw.trim_end_matches('/'));
        if let Some(address) = server.address.as_mut() {
            address.value = Some(shape::address(&whole));
        }
        server.raw = Some(whole);
    }
    // Open WebUI keeps the key beside its kind.
    let bearer = node.get("auth_type").and_then(Node::text) == Some("bearer");
    if let Some(key) = node.get("key").and_then(Node::text).filter(|_| bearer) {
        let mut credential = shape::credential("Authorization", key);
        credential.scheme.get_or_insert_with(|| "Bearer".to_owned());
        server.settings.retain(|setting| setting.path != "key");
        server.settings.push(Setting {
            credential: Some(credential),
            ..setting("key", node.line, None)
        });
    }
}

/// Whether a text is an address of the web, as far as one can see.
pub fn is_http(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("http://") || text.starts_with("https://"))
        && !text.contains(char::is_whitespace)
        && Address::parse(text).is_ok()
}

/// The client whose form it is, where only one has it.
fn client(root: &Node, configuration: &Configuration) -> Option<KnownClient> {
    let any = |path: &str| configuration.servers.iter().any(|server| server.has(path));
    let typed = |value: &str| {
        configuration.servers.iter().any(|server| {
            server
                .setting("type")
                .and_then(|kind| kind.value.as_deref())
                == Some(value)
        })
    };
    let root_has = |names: &[&str]| names.iter().any(|name| root.get(name).is_some());
    let inputs = configuration.servers.iter().flat_map(ConfiguredServer::credentials).any(|(_, credential)| {
        matches!(&credential.kind, Kept::Variable { written } if written.starts_with("${input:"))
    });
    let schema = root.get("$schema").and_then(Node::text).unwrap_or_default();
    let list = configuration.list.rsplit('.').next().unwrap_or_default();
    Some(match (configuration.syntax, list) {
        (Syntax::Toml, _) => KnownClient::Codex,
        (_, "context_servers") => KnownClient::Zed,
        (_, "nodes") => KnownClient::N8n,
        (_, "remotes") => KnownClient::Registry,
        (Syntax::Yaml | Syntax::Properties, "connections") => KnownClient::SpringAi,
        (Syntax::Yaml, "extensions") => KnownClient::Goose,
        (Syntax::Yaml, "mcp_servers") => KnownClient::LiteLlm,
        (Syntax::Yaml, "mcpServers")
            if root
                .get("mcpServers")
                .is_some_and(|list| !list.items().is_empty()) =>
        {
            KnownClient::Continue
        }
        (Syntax::Yaml, "mcpServers") => KnownClient::LibreChat,
        (Syntax::Json, "servers") if schema.contains("opencode.ai") => KnownClient::Opencode,
        (_, "servers") if any("requestInit") => KnownClient::CopilotIde,
        (_, "servers") => KnownClient::VsCode,
        (_, "mcp") if schema.contains("charm.land") => KnownClient::Crush,
        (_, "mcp") => KnownClient::Opencode,
        (_, _) if schema.contains("opencode.ai") => KnownClient::Opencode,
        (_, _) if root_has(&["inputs"]) || inputs => KnownClient::VsCode,
        (_, "") if any("auth_type") => KnownClient::OpenWebUi,
        (_, "") if any("working_directory") => KnownClient::Warp,
        (_, _) if any("httpUrl") || root_has(&["selectedAuthType", "security"]) => {
            KnownClient::GeminiCli
        }
        (_, _) if any("serverUrl") => KnownClient::Windsurf,
        (_, _) if typed("streamableHttp") => KnownClient::Cline,
        (_, _) if any("alwaysAllow") => KnownClient::Roo,
        (_, _) if any("oauthScopes") => KnownClient::AmazonQ,
        (_, _) if any("tools") || any("oauthClientId") => KnownClient::CopilotCli,
        (_, _) if any("requestInit") => KnownClient::CopilotIde,
        (_, _) if root_has(&["globalShortcut"]) => KnownClient::ClaudeDesktop,
        (_, _) if root_has(&["projects", "numStartups", "enableAllProjectMcpServers"]) => {
            KnownClient::ClaudeCode
        }
        (_, _) if any("auth.CLIENT_ID") => KnownClient::Cursor,
        _ => return None,
    })
}

/// The client that the text around a configuration names, where it names only one.
pub fn named_in(text: &str) -> Option<KnownClient> {
    let text = text.to_ascii_lowercase();
    let mut found = clients::ALL
        .iter()
        .filter(|form| form.syntax == Syntax::Json)
        .filter(|form| form.words.iter().any(|word| text.contains(word)))
        .map(|form| form.client);
    found.next().filter(|_| found.next().is_none())
}
