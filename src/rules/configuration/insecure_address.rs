//! An address without TLS.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "configuration/insecure-address",
    severity: Severity::Warning,
    party: Party::User,
    title: "The address in the configuration is not https",
    why: "Anybody between the client and the server reads the token; most clients refuse to sign in to such a server.",
    fix: "Write https, unless the server runs on this machine.",
    cites: &[cite::MCP_COMMUNICATION_SECURITY],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"http://mcp.example.com/mcp\"}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"http://localhost:3000/mcp\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let address = server.address.as_ref()?;
        let said = address.value.as_deref()?;
        let parsed = Address::parse(said).ok()?;
        let own = parsed.is_loopback() || parsed.hostname() == "host.docker.internal";
        (parsed.has_scheme("http") && !own).then(|| {
            Fact::titled(format!(
                "\"{said}\" is plain http://, and not on this machine"
            ))
            .member(whole_path(configuration, server, &address.path))
            .expected(said.replacen("http", "https", 1))
            .received(said)
        })
    })
}
