//! A member of the metadata has the wrong type.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/member-type",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "A member of the metadata has the wrong type",
    why: "Clients with a strict schema refuse the whole document for one member, a `null` among them, and \
        go on as if there were no metadata at all.",
    fix: "Give the member the type that RFC 9728 names, and leave out members that have no value instead \
        of sending `null`.",
    cites: &[cite::RFC9728_METADATA, cite::RFC9728_RESPONSE],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"],"jwks_uri":null}
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":"https://auth.example.com"}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"],"x":null}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

/// Without these a client cannot go on.
const NEEDED: [&str; 2] = ["resource", "authorization_servers"];

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .resource_documents()
        .flat_map(|(one, document)| words::type_clashes(one.index, &document.view.deviations))
        .map(|fact| match &fact.member {
            Some(member) if NEEDED.contains(&member.as_str()) => fact.severity(Severity::Error),
            // Clients that check types, the TypeScript SDK first, refuse the whole document for a null.
            _ if fact.received.as_deref() == Some("null") => fact.severity(Severity::Error),
            _ => fact,
        });
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::in_resource(reading, spot, |members, request| {
        patch::retype(members, &request.answer.view()?.deviations)
    })
}
