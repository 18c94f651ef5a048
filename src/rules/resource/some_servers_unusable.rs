//! One of several authorization servers has no metadata.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/some-servers-unusable",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "One of several authorization servers has no metadata",
    why: "A client may choose any of them. Those that choose the unusable one fail, although another would \
        have worked.",
    fix: "Remove the entry, or put the authorization server that works first.",
    cites: &[
        cite::RFC9728_SEVERAL_SERVERS,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com","https://b.example.com"]}
            > GET https://a.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://b.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://b.example.com"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://b.example.com"]}
            > GET https://b.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://b.example.com"}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let asked = |issuer: &str| {
        reading
            .server_metadata
            .iter()
            .filter(move |one| one.expected_issuer == issuer)
            .collect::<Vec<_>>()
    };
    let works = reading.server_documents().next().is_some();
    let mut facts = Vec::new();
    for (one, document) in reading.resource_documents() {
        let issuers = document
            .view
            .authorization_servers
            .as_deref()
            .unwrap_or_default();
        for issuer in issuers.iter().filter(|_| issuers.len() > 1 && works) {
            let asked = asked(issuer);
            let refused = asked
                .iter()
                .all(|one| matches!(one.answer, Answer::Refused(_)));
            if !asked.is_empty() && refused {
                facts.push(
                    Fact::at(
                        one.index,
                        format!(
                            "The authorization server {issuer} has no metadata, another one has"
                        ),
                    )
                    .member("authorization_servers")
                    .received(issuer),
                );
            }
        }
    }
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    let works = |entry: &String| {
        let mut seen = reading.server_documents();
        seen.any(|(one, _)| one.expected_issuer == *entry)
    };
    patch::in_resource(reading, spot, |members, _| {
        patch::change_entries(members, |entries| entries.retain(works))
    })
}
