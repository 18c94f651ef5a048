//! The metadata does not allow the token in the header.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::{Revision, cite};
use serde_json::json;

pub static RULE: Rule = Rule {
    id: "resource/bearer-methods",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata does not allow the token in the header",
    why: "MCP sends the token in the `Authorization` header and nowhere else. A server that does not list it leaves \
        a client no way to send the token, and a token in the query leaks into logs.",
    fix: "Publish `\"bearer_methods_supported\": [\"header\"]`, or leave the member out.",
    cites: &[
        cite::MCP_TOKEN_REQUIREMENTS,
        cite::RFC9728_METADATA,
        cite::RFC6750_QUERY,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"],"bearer_methods_supported":["query"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"],"bearer_methods_supported":["header"]}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.resource_documents().filter_map(|(one, document)| {
        let methods = document.view.bearer_methods_supported.as_deref()?;
        let has = |name: &str| methods.iter().any(|method| method == name);
        let title = format!("`bearer_methods_supported` is {}", words::list(methods));
        let fact = Fact::at(one.index, title)
            .member("bearer_methods_supported")
            .expected("`header`")
            .received(words::list(methods));
        match (has("header"), has("query")) {
            (false, _) => Some(fact),
            (true, true) => Some(fact.severity(Severity::Warning)),
            (true, false) => None,
        }
    });
    Verdict::of(reading.resource_documents().next().is_some(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::in_resource(reading, spot, |members, _| {
        members.insert("bearer_methods_supported".to_owned(), json!(["header"]));
        Some(())
    })
}
