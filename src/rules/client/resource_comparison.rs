//! The client compares the resource more strictly than others.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/resource-comparison",
    severity: Severity::Info,
    party: Party::Client,
    at: Some(Stage::Resource),
    title: "The client refuses a resource that other clients accept",
    why: "resource differs from the entered address only by a slash at the end or is its parent path. RFC 9728 \
        wants the two to be identical, the official SDKs accept a parent; this client does not.",
    fix: "Enter the address exactly as resource spells it; the operator can solve it by publishing the exact address \
        of the endpoint.",
    cites: &[cite::RFC9728_VALIDATION, cite::MCP_CANONICAL_URI],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            symptom: resource_mismatch
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            symptom: resource_mismatch
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://other.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::PatchServer, ActionKind::AllowDeviation]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let told = [
        RULE.id,
        "resource/resource-mismatch",
        "resource/resource-ancestor",
        "resource/resource-slash",
    ]
    .iter()
    .any(|rule| reading.claimed(rule));
    let (true, Some(server)) = (told, reading.server.as_deref()) else {
        return Verdict::NotApplicable;
    };
    let mut looked = false;
    for (one, document) in reading.resource_documents() {
        let Some(resource) = &document.view.resource else {
            continue;
        };
        looked = true;
        let parent = place(resource);
        let covers = place(server)
            .strip_prefix(parent)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if covers && resource != server {
            return Verdict::Fail(vec![
                Fact::at(
                    one.index,
                    format!("The client refuses {resource} for {server}"),
                )
                .member("resource")
                .expected(server.to_owned())
                .received(resource.clone()),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
