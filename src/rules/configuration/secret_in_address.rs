//! A key in the address.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/secret-in-address",
    severity: Severity::Warning,
    party: Party::User,
    title: "The address has a key in it",
    why: "Addresses end up in logs, histories and error messages, and the key with them; a server that wants OAuth doesn't look for it there.",
    fix: "Send the key in a header, if the server accepts it there; otherwise treat the whole address as a secret.",
    cites: &[cite::RFC6750_QUERY],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp?api_key=acme_live_9fK2mQ7xWb4TzR1v\"}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp?project=acme\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (path, key) = server
            .settings
            .iter()
            .find_map(|setting| setting.path.split_once('?'))?;
        let where_it_is = match key {
            "path" => "a part of the path".to_owned(),
            name => format!("\"{name}\""),
        };
        Some(
            Fact::titled(format!("An API key stands in the address: {where_it_is}"))
                .member(whole_path(configuration, server, path)),
        )
    })
}
