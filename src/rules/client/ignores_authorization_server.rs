//! The client asks the MCP server instead of the authorization server.

use super::home;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "client/ignores-authorization-server",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Server),
    title: "The client ignores the authorization server that the metadata names",
    why: "The metadata names an authorization server on another host, but the client goes on at the MCP server's \
        own host (the behaviour of 2025-03-26) and finds nothing there.",
    fix: "Update the client, or its SDK: since 2025-06-18 it must use authorization_servers of the protected \
        resource metadata.",
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
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/login"}
            > GET https://mcp.example.com/authorize?client_id=c
            < 404
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
    let Some((metadata, issuer)) = home::foreign_issuer(reading) else {
        return Verdict::of(reading.resource_documents().next().is_some(), Vec::new());
    };
    let Ok(named) = Address::parse(&issuer) else {
        return Verdict::NotApplicable;
    };
    if let Some(fact) = home::asked_instead(reading, metadata, &named) {
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
    if let Some((index, asked)) = home::asked_next(reading, metadata) {
        let title = format!("The client asks {asked} although the metadata names {issuer}");
        return Verdict::Fail(vec![
            Fact::at(index, title)
                .expected(issuer.clone())
                .received(asked),
        ]);
    }
    if reading.claimed(RULE.id) {
        let title = format!(
            "The client looks for the authorization server at its own host although the metadata names {issuer}"
        );
        return Verdict::Fail(vec![
            Fact::at(metadata.index, title).expected(issuer.clone()),
        ]);
    }
    Verdict::Pass
}
