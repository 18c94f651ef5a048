//! The client asks the MCP server instead of the authorization server.

use crate::evidence::reading::Reading;
use crate::evidence::step::{ResourceMetadataRequest, Step};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "client/ignores-authorization-server",
    severity: Severity::Error,
    party: Party::Client,
    explains: &["registration/", "server/metadata-missing"],
    title: "The client ignores the authorization server that the metadata names",
    why: text!(
        "The metadata names an authorization server on another host, but the client goes on at the MCP server's \
        own host (the behaviour of 2025-03-26) and finds nothing there."
    ),
    fix: text!(
        "Update the client, or its SDK: since 2025-06-18 it must use authorization_servers of the protected \
        resource metadata."
    ),
    cites: &[
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
        cite::RFC9728_METADATA,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 404
        "#,
        r#"
            symptom: OAuth discovery goes to mcp.example.com and fails
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let Some((metadata, issuer)) = foreign_issuer(reading) else {
        return Verdict::of(reading.resource_documents().next().is_some(), Vec::new());
    };
    let Ok(named) = Address::parse(&issuer) else {
        return Verdict::NotApplicable;
    };
    if let Some(fact) = registers_at_home(reading, metadata, &named) {
        return Verdict::Fail(vec![fact]);
    }
    let at_issuer = |url: &str| Address::parse(url).is_ok_and(|one| one.same_origin(&named));
    if reading
        .evidence
        .exchanges
        .iter()
        .any(|one| at_issuer(&one.request.url))
    {
        return Verdict::Pass;
    }
    let home = metadata.exchange.request.url.clone();
    let elsewhere = reading
        .evidence
        .exchanges
        .iter()
        .enumerate()
        .find(|(index, one)| {
            let step = reading.steps.get(*index).copied().unwrap_or(Step::Other);
            let flow = matches!(
                step,
                Step::ServerMetadata | Step::Authorization | Step::Token
            );
            let same = Address::parse(&one.request.url)
                .is_ok_and(|one| Address::parse(&home).is_ok_and(|home| home.same_origin(&one)));
            flow && same && *index > metadata.index
        });
    if let Some((index, exchange)) = elsewhere {
        let title = format!(
            "The client asks {} although the metadata names {issuer}",
            exchange.request.url
        );
        return Verdict::Fail(vec![
            Fact::at(index, title)
                .expected(issuer.clone())
                .received(exchange.request.url.clone()),
        ]);
    }
    if says_home(reading, &home, &named) {
        let title = format!(
            "The client looks for the authorization server at its own host although the metadata names {issuer}"
        );
        return Verdict::Fail(vec![
            Fact::at(metadata.index, title)
                .expected(issuer.clone())
                .inferred(),
        ]);
    }
    Verdict::Pass
}

/// A registration at the MCP server's own origin, although the named authorization server was read and offers one of its own.
fn registers_at_home(
    reading: &Reading,
    metadata: &ResourceMetadataRequest,
    named: &Address,
) -> Option<Fact> {
    let home = Address::parse(&metadata.exchange.request.url).ok()?;
    let offered = reading.server_documents().find_map(|(_, document)| {
        let endpoint = document.view.registration_endpoint.as_ref()?;
        let address = Address::parse(endpoint).ok()?;
        (address.same_origin(named) && !address.same_origin(&home)).then_some(endpoint)
    })?;
    let one = reading.registrations.iter().find(|one| {
        Address::parse(&one.exchange.request.url).is_ok_and(|one| one.same_origin(&home))
    })?;
    let url = &one.exchange.request.url;
    let title = format!("The client registers at {url} although the metadata offers {offered}");
    Some(Fact::at(one.index, title).expected(offered).received(url))
}

/// The first named issuer, where none of the named ones lives at the MCP server's own origin.
fn foreign_issuer<'r, 'a>(
    reading: &'r Reading<'a>,
) -> Option<(&'r ResourceMetadataRequest<'a>, String)> {
    let (metadata, document) = reading.resource_documents().next()?;
    let home = Address::parse(&metadata.exchange.request.url).ok()?;
    let issuers = document.view.authorization_servers.as_ref()?;
    let foreign = issuers
        .iter()
        .all(|one| Address::parse(one).is_ok_and(|one| !one.same_origin(&home)));
    issuers
        .first()
        .filter(|_| foreign)
        .map(|issuer| (metadata, issuer.clone()))
}

/// Whether the symptom tells of discovery or registration at the MCP server's host, and not at the named one.
fn says_home(reading: &Reading, home: &str, named: &Address) -> bool {
    const STEPS: [&str; 6] = [
        "discover",
        "metadata",
        "regist",
        "well-known",
        "authoriz",
        "oauth",
    ];
    let Ok(home) = Address::parse(home) else {
        return false;
    };
    // What an authorization server said was not said at home.
    const LATER: [&str; 3] = ["aadsts", "invalid_", "access token"];
    reading.symptom.contains(&home.hostname())
        && !reading.symptom.contains(&named.hostname())
        && reading.symptom_says(&STEPS)
        && !reading.symptom_says(&LATER)
}
