//! The metadata demands a credential.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::http::Exchange;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::redirects;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-protected",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata demands a credential",
    why: "The metadata tells a client how to get a credential, so it must be readable without one. A \
        client cannot go on.",
    fix: "Let requests to `/.well-known/oauth-protected-resource` through without authentication, also in \
        gateways and middleware in front of the server.",
    cites: &[cite::RFC9728_REQUEST, cite::MCP_RESOURCE_METADATA_DISCOVERY],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 401
        ",
        "
            > POST https://mcp.example.com/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 302
            < Location: https://sso.example.com/saml/login?RelayState=x
        ",
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::in_place),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let elsewhere = (reading.resource_metadata.iter()).any(|one| one.answer.is_there(one.exchange));
    let facts = if everything_is_forbidden(reading) {
        Vec::new()
    } else {
        reading
            .resource_metadata
            .iter()
            .filter_map(|one| match one.answer {
                Answer::Refused(status @ (401 | 403)) => Some((one, status)),
                Answer::Redirected { status, .. } if redirects::leads_to_login(one.exchange) => {
                    Some((one, status))
                }
                _ => None,
            })
            .filter(|(one, _)| !answered(reading, &one.exchange.request.url))
            // Where only the location that was tried first is behind a login, a client finds the other one.
            .filter(|(one, _)| one.announced_by.is_some() || !elsewhere)
            .map(|(one, status)| {
                let url = &one.exchange.request.url;
                let how = match status {
                    300..=399 => "redirects to a login",
                    _ => "answers a request without a credential",
                };
                Fact::at(one.index, format!("{url} {how} ({status})"))
                    .expected("200 with a JSON document")
                    .received(status.to_string())
            })
            .collect()
    };
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}

/// An edge that forbids every address is another cause than metadata behind a login.
fn everything_is_forbidden(reading: &Reading) -> bool {
    let statuses = || reading.evidence.exchanges.iter().map(Exchange::status);
    statuses().count() > 1 && statuses().all(|status| status == 403)
}

/// The same URL answered another client.
fn answered(reading: &Reading, url: &str) -> bool {
    reading
        .resource_documents()
        .any(|(one, _)| one.exchange.request.url == url)
}
