//! An entry of `authorization_servers` is no issuer.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "resource/authorization-server-entry",
    rows: &[43],
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "An entry of `authorization_servers` is no issuer",
    why: text!(
        "An entry is the issuer identifier, from which a client builds the metadata URL. A metadata URL, \
        an endpoint, a query or a fragment in its place leads to a URL that does not exist."
    ),
    fix: text!(
        "Put the exact `issuer` string of the authorization server's own metadata there, nothing \
        appended."
    ),
    cites: &[
        cite::RFC9728_METADATA,
        cite::RFC8414_METADATA,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/.well-known/openid-configuration"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/tenant"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for (one, document) in reading.resource_documents() {
        for entry in document.view.authorization_servers.iter().flatten() {
            if let Some(flaw) = flaw(entry) {
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

fn flaw(entry: &str) -> Option<&'static str> {
    let Ok(address) = Address::parse(entry) else {
        return Some("is no absolute URL");
    };
    if address.path.contains("/.well-known/") {
        return Some("is the address of a metadata document, not an issuer");
    }
    if address.query.is_some() || address.fragment.is_some() {
        return Some("has a query or a fragment, which an issuer must not have");
    }
    address
        .userinfo
        .is_some()
        .then_some("has user information, which an issuer must not have")
}
