//! The metadata names no authorization server.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cut;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/authorization-servers-missing",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata names no authorization server",
    why: "MCP requires at least one entry. Without it a client does not know where to sign in.",
    fix: "Add `\"authorization_servers\"` with the `issuer` of the authorization server, spelled exactly \
        as that server's own metadata spells it.",
    cites: &[
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
        cite::RFC9728_METADATA,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com"}
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":[]}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.resource_documents().filter_map(|(one, document)| {
        let list = document.view.authorization_servers.as_ref();
        let received = match list {
            Some(list) if list.is_empty() => "[]",
            None if document.lacks("authorization_servers") => "missing",
            _ => return None,
        };
        let url = &one.exchange.request.url;
        Some(
            Fact::at(one.index, format!("{url} names no authorization server"))
                .member("authorization_servers")
                .expected("at least one issuer")
                .received(received),
        )
    });
    let verdict = Verdict::of(reading.resource_documents().next().is_some(), facts);
    cut::of_resource(reading, "authorization_servers", verdict)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::in_resource(reading, spot, |members, _| {
        patch::authorization_server(reading, members);
        Some(())
    })
}
