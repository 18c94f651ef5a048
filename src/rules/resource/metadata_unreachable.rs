//! The metadata URL of the challenge gives no document.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

/// See `title`.
pub static RULE: Rule = Rule {
    id: "resource/metadata-unreachable",
    rows: &[25],
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata URL of the challenge gives no document",
    why: "A client uses exactly the URL that the challenge names and must not guess another one. It stops \
        here, before it knows where to sign in.",
    fix: "Serve the protected resource metadata with status 200 at the URL in `resource_metadata`, or put \
        the URL at which it is served into the challenge.",
    cites: &[
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
        cite::RFC9728_CHALLENGE,
        cite::RFC9728_RESPONSE,
    ],
    fails: &[r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > GET https://mcp.example.com/meta
            < 404
        "#],
    passes: &[r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > GET https://mcp.example.com/meta
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let announced = || {
        reading
            .resource_metadata
            .iter()
            .filter(|one| one.announced_by.is_some())
    };
    let answered_later = |url: &str| {
        announced().any(|one| one.exchange.request.url == url && one.answer.document().is_some())
    };
    let facts = announced()
        .filter_map(|one| match one.answer {
            Answer::Refused(status) if !matches!(status, 401 | 403) => Some((one, status)),
            _ => None,
        })
        .filter(|(one, _)| !answered_later(&one.exchange.request.url))
        .map(|(one, status)| {
            let url = &one.exchange.request.url;
            Fact::at(
                one.index,
                format!("The challenge names {url} as metadata, and it answers {status}"),
            )
            .expected("200 with a JSON document")
            .received(status.to_string())
        })
        .collect();
    Verdict::of(announced().next().is_some(), facts)
}
