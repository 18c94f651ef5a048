//! A member that the client does not know.

use super::{each_server, name, source, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::{Configuration, ConfiguredServer, Syntax, clients};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/member-name",
    severity: Severity::Error,
    party: Party::User,
    title: "The client does not read a member of this name",
    why: "A client ignores members that it does not know: it calls the server without what they say, or does not \
        find it.",
    fix: "Rename the member to the one that the client reads.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | [mcp_servers.acme]
            | url = \"https://mcp.example.com/mcp\"
            | headers = { X-Team = \"a\" }
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"header\": {\"X-Team\": \"a\"}}}}
        ",
        "
            | mcpServers:
            |   acme:
            |     type: streamable-http
            |     url: https://mcp.example.com/mcp
            |     oauth:
            |       clientId: agents
        ",
    ],
    passes: examples![
        "
            | [mcp_servers.acme]
            | url = \"https://mcp.example.com/mcp\"
            | http_headers = { X-Team = \"a\" }
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (wrong, right) = wrong(configuration, server)?;
        let fact = Fact::titled(format!(
            "{} does not read \"{wrong}\"; it reads \"{right}\"",
            name(configuration)
        ))
        .member(whole_path(configuration, server, wrong))
        .expected(right)
        .received(wrong);
        Some(fact.fix(format!(
            "Replace \"{wrong}\" with \"{right}\".{}",
            source(configuration)
        )))
    })
}

/// Names that no client reads, whatever it is, and what is meant.
const MISSPELT: [(&str, &str); 14] = [
    ("header", "headers"),
    ("Headers", "headers"),
    ("Authorization", "headers"),
    ("authorization", "headers"),
    ("bearerToken", "headers"),
    ("bearer_token", "headers"),
    ("apiKey", "headers"),
    ("api_key", "headers"),
    ("token", "headers"),
    ("URL", "url"),
    ("Url", "url"),
    ("baseUrl", "url"),
    ("serverURL", "serverUrl"),
    ("http_url", "httpUrl"),
];

fn wrong(
    configuration: &Configuration,
    server: &ConfiguredServer,
) -> Option<(&'static str, &'static str)> {
    server.address.as_ref()?;
    let known = configuration.client.map(clients::form);
    let own = known.map_or(&[][..], |form| form.wrong);
    // The entry of a program has its own members.
    let is = |(wrong, right): &&(&str, &str)| server.has(wrong) && !server.has(right);
    let found = own.iter().find(is).copied();
    // `uri` is what Goose and the other protocols of editors call an address.
    let wanted = known.and_then(|form| form.address);
    let found = found.or_else(|| {
        wanted
            .map(|address| ("uri", address))
            .filter(|pair| is(&pair))
    });
    let plain = configuration.syntax == Syntax::Json && configuration.list == "mcpServers";
    let misspelt = || MISSPELT.iter().find(is).filter(|_| plain).copied();
    found.or_else(misspelt)
}
