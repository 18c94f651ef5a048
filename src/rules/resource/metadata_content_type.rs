//! The metadata is JSON but not labelled as such.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-content-type",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata is JSON but not labelled as such",
    why: "The answer must be `application/json`. Clients that look at the label before they read the body \
        refuse the document.",
    fix: "Send `Content-Type: application/json` with the metadata.",
    cites: &[cite::RFC9728_RESPONSE],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < Content-Type: text/plain
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < Content-Type: application/json; charset=utf-8
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::seen_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.resource_documents().filter_map(|(one, _)| {
        let received = one.exchange.response.as_ref()?.media_type()?;
        (!is_json(&received)).then(|| {
            let url = &one.exchange.request.url;
            Fact::at(one.index, format!("{url} is JSON labelled {received}"))
                .member("Content-Type")
                .expected("application/json")
                .received(received)
        })
    });
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}
