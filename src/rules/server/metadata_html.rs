//! A web page is served where the authorization server metadata belongs.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unreadable;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/metadata-html",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "A web page is served where the authorization server metadata belongs",
    why: "The well-known URL answers 200 with HTML, usually the fallback of a single-page application. A client \
        reads the page as metadata, and either fails to parse it or never tries the next location.",
    fix: "Route `/.well-known/` before the fallback of the web application, serve the metadata as JSON, \
        and answer 404 at well-known URLs that do not exist.",
    cites: &[cite::RFC8414_RESPONSE, cite::MCP_SERVER_METADATA_DISCOVERY],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < Content-Type: text/html
            < <!doctype html><div id="app"></div>
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_metadata
        .iter()
        .filter_map(|one| unreadable::page(one.index, one.exchange, one.answer.unreadable()?));
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}
