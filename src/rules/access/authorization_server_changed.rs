//! The server names another authorization server than before.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/authorization-server-changed",
    severity: Severity::Warning,
    party: Party::Server,
    title: "The client may belong to another authorization server",
    why: "Client ids and tokens belong to one authorization server. A client that registered by hand must \
        stop; one that registers itself must do so again at the new one.",
    fix: "Tell users that the authorization server has changed, so that they sign in again and enter a new \
        client id. If it was not on purpose, restore the entry.",
    cites: &[
        cite::MCP_AUTHORIZATION_SERVER_BINDING,
        cite::RFC9728_CHANGES,
    ],
    conformance: &[
        "sep-2352-reregister-on-as-change",
        "sep-2352-no-reuse-on-as-change",
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"]}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://b.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://a.example.com"]}
        "#
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::RegisterAgain, ActionKind::OwnApp]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let documents: Vec<_> = reading.resource_documents().collect();
    let changed = documents.windows(2).find_map(|pair| {
        let [(before, first), (after, second)] = pair else {
            return None;
        };
        let same_place = before.exchange.request.url == after.exchange.request.url;
        let servers = (
            first.view.authorization_servers.as_deref()?,
            second.view.authorization_servers.as_deref()?,
        );
        let gone = !servers.0.iter().any(|one| servers.1.contains(one));
        (same_place && gone).then_some((after.index, servers))
    });
    let facts = changed
        .map(|(index, (before, after))| {
            Fact::at(
                index,
                "The server names another authorization server than before",
            )
            .member("authorization_servers")
            .expected(words::list(before))
            .received(words::list(after))
        })
        .into_iter();
    Verdict::of(!documents.is_empty(), facts)
}
