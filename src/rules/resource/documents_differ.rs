//! Two locations give different metadata.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/documents-differ",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "Two locations give different metadata",
    why: "Which document a client reads depends on the client, so one signs in and another does not.",
    fix: "Serve one and the same document at every location, made by one piece of code.",
    cites: &[
        cite::RFC9728_RESPONSE,
        cite::MCP_RESOURCE_METADATA_DISCOVERY,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://a.example.com"]}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://b.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://a.example.com"]}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut documents = reading.resource_documents();
    let Some((first, known)) = documents.next() else {
        return Verdict::NotApplicable;
    };
    let servers = known.view.authorization_servers.as_deref();
    let facts = documents
        .filter(|(one, _)| one.exchange.request.url != first.exchange.request.url)
        .filter_map(|(one, document)| {
            let others = document.view.authorization_servers.as_deref()?;
            let title = format!(
                "{} and {} name different authorization servers",
                first.exchange.request.url, one.exchange.request.url
            );
            (servers? != others).then(|| {
                Fact::at(one.index, title)
                    .member("authorization_servers")
                    .expected(words::list(servers.unwrap_or_default()))
                    .received(words::list(others))
            })
        });
    Verdict::of(true, facts)
}
