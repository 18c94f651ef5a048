//! The metadata stands behind the endpoint's path instead of before it.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::LocationForm;
use crate::flow::discover::well_known;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-appended",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata stands behind the endpoint's path instead of before it",
    why: "The well-known segment goes between host and path. A client that follows RFC 9728 asks there, \
        gets 404 and stops, although the document exists at a place that no specification names.",
    fix: "Serve the document at `https://host/.well-known/oauth-protected-resource/path`, not at \
        `https://host/path/.well-known/oauth-protected-resource`.",
    cites: &[
        cite::RFC9728_WELL_KNOWN,
        cite::RFC9728_REQUEST,
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/mcp/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
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
    let regular = || {
        reading
            .resource_metadata
            .iter()
            .filter(|one| one.form != LocationForm::Appended || one.announced_by.is_some())
    };
    let found = regular().any(|one| one.answer.document().is_some());
    let missed = regular().any(|one| matches!(one.answer, Answer::Refused(_)));
    let facts = reading
        .resource_documents()
        .filter(|(one, _)| one.form == LocationForm::Appended && one.announced_by.is_none())
        .filter(|_| missed && !found)
        .map(|(one, _)| {
            let received = &one.exchange.request.url;
            let title = format!("The metadata answers only at {received}");
            Fact::at(one.index, title)
                .expected_if(one.of.as_deref().and_then(well_known::of_resource))
                .received(received)
        });
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    Some(patch::described(
        reading,
        spot.expected?,
        patch::own(reading)?,
    ))
}
