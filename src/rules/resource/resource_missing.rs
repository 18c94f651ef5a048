//! The metadata does not say which resource it describes.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cut;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/resource-missing",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata does not say which resource it describes",
    why: "`resource` is required. A client must compare it with the address it called, and sends it to the \
        authorization server; without it the document must not be used.",
    fix: "Add `\"resource\"` with the exact address of the MCP endpoint.",
    cites: &[cite::RFC9728_METADATA, cite::RFC9728_VALIDATION],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::own_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .resource_documents()
        .filter(|(_, document)| document.lacks("resource"))
        .map(|(one, _)| {
            let url = &one.exchange.request.url;
            Fact::at(one.index, format!("{url} has no `resource`"))
                .member("resource")
                .expected_if(reading.server.as_deref())
        });
    let verdict = Verdict::of(reading.resource_documents().next().is_some(), facts);
    cut::of_resource(reading, "resource", verdict)
}
