//! The metadata of an https server names http addresses.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "resource/insecure-url",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata of an https server names http addresses",
    why: "The server is behind something that terminates TLS, and believes that it is reached over http. What it \
        publishes does not match the address that clients use, and clients refuse plain http.",
    fix: "Configure the server's public base URL, or let it trust `X-Forwarded-Proto` and \
        `X-Forwarded-Host` of the proxy in front of it, so that every published address is the public \
        https one.",
    cites: &[
        cite::RFC9728_IDENTIFIER,
        cite::RFC9728_VALIDATION,
        cite::MCP_COMMUNICATION_SECURITY,
    ],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"http://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="http://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#,
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let https = reading
        .server
        .as_deref()
        .and_then(|server| Address::parse(server).ok())
        .is_some_and(|server| server.has_scheme("https"));
    if !https {
        return Verdict::NotApplicable;
    }
    let mut facts = Vec::new();
    for (one, document) in reading.resource_documents() {
        let view = &document.view;
        let resource = view.resource.iter().map(|url| ("resource", url));
        let servers = view.authorization_servers.iter().flatten();
        for (member, url) in resource.chain(servers.map(|url| ("authorization_servers", url))) {
            facts.extend(insecure(one.index, member, url));
        }
    }
    for request in &reading.mcp {
        for challenge in request.challenges.value().iter().flat_map(|all| &all.list) {
            if let Some(url) = challenge.param("resource_metadata") {
                facts.extend(insecure(request.index, "resource_metadata", url));
            }
        }
    }
    Verdict::of(true, facts)
}

fn insecure(exchange: usize, member: &str, url: &str) -> Option<Fact> {
    let address = Address::parse(url).ok()?;
    let expected = format!("https://{}", url.split_once("://")?.1);
    (address.has_scheme("http") && !address.is_loopback()).then(|| {
        Fact::at(
            exchange,
            format!("`{member}` is {url} although the server is reached by https"),
        )
        .member(member)
        .expected(expected)
        .received(url)
    })
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    let document = patch::in_resource(reading, spot, |members, _| {
        patch::secure(members, &patch::own(reading)?);
        Some(())
    });
    document
        .map(|patch| patch.note("Only what really answers by https may be published as https."))
        .or_else(|| patch::challenge(reading, spot))
}
