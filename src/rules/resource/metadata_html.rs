//! A web page is served where the metadata belongs.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unreadable;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-html",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "A web page is served where the metadata belongs",
    why: "The well-known URL answers 200 with HTML, usually the fallback of a single-page application. A client \
        reads the page as metadata and fails with a JSON parse error.",
    fix: "Route `/.well-known/` before the fallback of the web application, serve the metadata as JSON \
        there, and answer 404 at well-known URLs that do not exist.",
    cites: &[cite::RFC9728_RESPONSE, cite::RFC9728_REQUEST],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < Content-Type: text/html
            < <!doctype html><div id="app"></div>
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < Content-Type: application/json
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
        .filter_map(|one| unreadable::page(one.index, one.exchange, one.answer.unreadable()?));
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}
