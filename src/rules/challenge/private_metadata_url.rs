//! The challenge of a public server names a metadata URL in a private network.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Verdict};
use crate::rules::reach::leads_inside;
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "challenge/private-metadata-url",
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The challenge names a metadata URL in a private network",
    why: "Clients elsewhere can't reach it, and a client must not let a server on the Internet send it into a \
        private network.",
    fix: "Configure the server's public base URL, so that the challenge names the host that clients reach.",
    cites: &[cite::RFC9728_SSRF, cite::MCP_BEST_PRACTICE_SSRF],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://192.168.1.5/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    passes: examples![
        r#"
            > POST https://192.168.1.5/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://192.168.1.5/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let named = reading.mcp.iter().filter_map(|one| {
        let challenge = one.challenge()?;
        Some((one, challenge.param("resource_metadata")?))
    });
    let facts = named.clone().filter_map(|(one, named)| {
        let asked = &one.exchange.request.url;
        // http has a rule of its own.
        let address = Address::parse(named)
            .ok()
            .filter(|one| one.has_scheme("https"))?;
        leads_inside(reading, asked, &address).then(|| {
            Fact::at(
                one.index,
                format!("The challenge of {asked} names {named}, of a private network"),
            )
            .member("resource_metadata")
            .received(named)
        })
    });
    Verdict::of(named.clone().next().is_some(), facts.take(1))
}
