//! The metadata URL of the challenge gives no document.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-unreachable",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata URL of the challenge gives no document",
    why: "A client uses exactly the URL that the challenge names and must not guess another one. Without \
        the document it does not learn where to sign in.",
    fix: "Serve the protected resource metadata with status 200 at the URL in `resource_metadata`, or put \
        the URL at which it is served into the challenge.",
    cites: &[
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
        cite::RFC9728_CHALLENGE,
        cite::RFC9728_RESPONSE,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > GET https://mcp.example.com/meta
            < 404
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > GET https://mcp.example.com/meta
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::in_place),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let all = || reading.resource_metadata.iter();
    let answered = |url: &str| {
        all().any(|one| one.exchange.request.url == url && one.answer.document().is_some())
    };
    let found = reading.resource_documents().next().is_some();
    let facts = all()
        .filter_map(|one| match (&one.answer, one.announced_by) {
            (Answer::Refused(401 | 403), _) => None,
            (Answer::Refused(status), Some(_)) => {
                let url = &one.exchange.request.url;
                let title =
                    format!("The challenge names {url} as metadata, and it answers {status}");
                Some((one, title))
            }
            (Answer::Refused(status @ 500..), None) if !found => Some((
                one,
                format!("{} answers {status}", one.exchange.request.url),
            )),
            (_, Some(_)) if one.exchange.failure.is_some() && !reading.in_browser() => {
                let url = &one.exchange.request.url;
                let title =
                    format!("The challenge names {url} as metadata, and it cannot be reached");
                Some((one, title))
            }
            _ => None,
        })
        .filter(|(one, _)| !answered(&one.exchange.request.url))
        .map(|(one, title)| {
            Fact::at(one.index, title)
                .expected("200 with a JSON document")
                .received(match &one.exchange.failure {
                    Some(failure) => failure.message.clone(),
                    None => one.exchange.status().to_string(),
                })
        });
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}
