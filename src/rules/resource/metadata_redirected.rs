//! The metadata URL redirects.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::redirects::{self, Redirect};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-redirected",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata URL redirects",
    why: "A successful answer is 200. Some clients do not follow a redirect of metadata, and none should \
        follow one to another host or to http without checking it.",
    fix: "Answer 200 with the document at the well-known URL itself, without a redirect.",
    cites: &[cite::RFC9728_RESPONSE, cite::MCP_BEST_PRACTICE_SSRF],
    fails: examples![
        "
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 302
            < Location: https://other.example.com/meta
        "
    ],
    passes: examples![
        r#"
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
    let facts = reading
        .resource_metadata
        .iter()
        .filter_map(|one| match &one.answer {
            // A login is another matter: see resource/metadata-protected.
            Answer::Redirected { .. } if redirects::leads_to_login(one.exchange) => None,
            Answer::Redirected { status, location } => Some((one, *status, location.as_deref())),
            _ => None,
        })
        .map(|(one, status, location)| {
            let from = &one.exchange.request.url;
            let to = location.unwrap_or("an address that was not seen");
            let fact = Fact::at(
                one.index,
                format!("{from} answers {status} and points to {to}"),
            )
            .expected("200 with a JSON document")
            .received(format!("{status} {to}"));
            match redirects::of(reading, one.index) {
                Some((Redirect::Leaves | Redirect::Endless, _)) => fact.severity(Severity::Error),
                _ => fact,
            }
        });
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}
