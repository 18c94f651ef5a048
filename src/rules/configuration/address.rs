//! An address that is none.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::clients::KnownClient;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "configuration/address",
    severity: Severity::Error,
    party: Party::User,
    title: "The address in the configuration can't be used",
    why: "The client can't call anything but a web address, and often reports that as a failed connection.",
    fix: "Write the whole address as the server's documentation gives it: https://, the host, and the path, often /mcp.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"mcp.example.com/mcp\"}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"headers\": {\"X-Team\": \"a\"}}}}
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
        let Some(address) = server.address.as_ref() else {
            let lost =
                server.command.is_none() && configuration.client != Some(KnownClient::Registry);
            return lost.then(|| {
                Fact::titled(format!(
                    "The entry \"{}\" names neither an address nor a program",
                    server.name
                ))
                .member(whole_path(configuration, server, "url"))
            });
        };
        let said = address.value.as_deref()?;
        // Variables are filled in later, and a relay's own words are a placeholder.
        if said.contains(['{', '$', '<', '%']) {
            return None;
        }
        let usable = Address::parse(said)
            .is_ok_and(|parsed| parsed.has_scheme("https") || parsed.has_scheme("http"));
        let well_known = said.contains("/.well-known/");
        (!usable || well_known || said.contains(' ')).then(|| {
            Fact::titled(match well_known {
                true => format!("\"{said}\" is the address of metadata, not of the server"),
                false => {
                    format!("\"{said}\" is not a web address: it needs https:// and a host")
                }
            })
            .member(whole_path(configuration, server, &address.path))
            .expected("https://host/path")
            .received(said)
        })
    })
}
