//! The redirect URI is neither on this machine nor https.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "authorization/insecure-redirect-uri",
    party: Party::Client,
    title: "The redirect URI is neither on this machine nor https",
    why: "The code would travel where others can read it. MCP allows localhost and https only, and many \
        servers refuse anything else.",
    fix: "Use `http://127.0.0.1` or `http://localhost` with a port in a desktop client, https in a hosted \
        one.",
    cites: &[cite::MCP_COMMUNICATION_SECURITY, cite::RFC8252_LOOPBACK, cite::RFC8252_CUSTOM_SCHEME],
    fails: examples!["
            > GET https://auth.example.com/authorize?client_id=c&redirect_uri=http%3A%2F%2Fapp.example%2Fcb
            < 200
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .authorizations
        .iter()
        .filter_map(|one| {
            let uri = one.parameter("redirect_uri")?;
            let address = Address::parse(uri).ok()?;
            (!address.is_secure()).then(|| {
                let fact = Fact::at(one.index, format!("The redirect URI is {uri}"))
                    .member("redirect_uri")
                    .expected("https, or http on this machine")
                    .received(uri);
                // A private scheme is what RFC 8252 §7.1 gives native apps, although MCP does not name it.
                if address.has_scheme("http") {
                    fact
                } else {
                    fact.severity(Severity::Info)
                }
            })
        })
        .take(1);
    Verdict::of(!reading.authorizations.is_empty(), facts)
}
