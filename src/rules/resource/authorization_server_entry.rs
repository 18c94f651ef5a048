//! An entry of `authorization_servers` is not an issuer.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::reach::leads_inside;
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "resource/authorization-server-entry",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "An entry of `authorization_servers` is not an issuer",
    why: "An entry is the issuer identifier, from which a client builds the metadata URL. A metadata URL, \
        an endpoint, a query or a fragment in its place leads to a URL that does not exist. An address of a \
        private network is out of reach for clients elsewhere, and they must not let a server send them there.",
    fix: "Put the exact `issuer` string of the authorization server's own metadata there, nothing \
        appended, with the host that clients reach.",
    cites: &[
        cite::RFC9728_METADATA,
        cite::RFC8414_METADATA,
        cite::RFC9728_SSRF,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/.well-known/openid-configuration"]}
        "#,
        r#"
            server: https://mcp.example.com
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://10.0.0.7"]}
        "#,
        r#"
            server: http://localhost:3000/mcp
            > GET http://localhost:3000/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"http://localhost:3000/mcp","authorization_servers":["http://auth.example.com"]}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/tenant"]}
        "#,
        r#"
            server: http://localhost:3000/mcp
            > GET http://localhost:3000/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"http://localhost:3000/mcp","authorization_servers":["http://localhost:4000"]}
        "#,
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for (one, document) in reading.resource_documents() {
        for entry in document.view.authorization_servers.iter().flatten() {
            if let Some(flaw) = flaw(reading, &one.exchange.request.url, entry) {
                facts.push(
                    Fact::at(
                        one.index,
                        format!("The authorization server {entry} {flaw}"),
                    )
                    .member("authorization_servers")
                    .expected("an issuer identifier")
                    .received(entry),
                );
            }
        }
    }
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn flaw(reading: &Reading, seen_at: &str, entry: &str) -> Option<&'static str> {
    let Ok(address) = Address::parse(entry) else {
        return Some("is not an absolute URL");
    };
    if address.path.contains("/.well-known/") {
        return Some("is the address of a metadata document, not an issuer");
    }
    if address.query.is_some() || address.fragment.is_some() {
        return Some("has a query or a fragment, which an issuer must not have");
    }
    if address.userinfo.is_some() {
        return Some("has user information, which an issuer must not have");
    }
    // Beside a server by https, plain http is `resource/insecure-url`.
    let https = reading.server.as_deref().map(Address::parse);
    let https = https.is_none_or(|server| server.is_ok_and(|one| one.has_scheme("https")));
    if address.has_scheme("http") && !address.is_loopback() && !https {
        return Some("is plain http, by which no client sends a code or a token");
    }
    // RFC 9728 §7.7
    leads_inside(reading, seen_at, &address)
        .then_some("is an address of a private network, which clients elsewhere can't reach")
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::in_resource(reading, spot, |members, _| {
        patch::change_entries(members, |entries| {
            for entry in entries {
                *entry = patch::issuer_of_entry(entry);
            }
        })
    })
}
