//! The authorization server does not list this resource.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/protected-resources",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The authorization server does not list this resource",
    why: "`protected_resources` is there to be checked against, and it names others. The server may refuse \
        to issue a token for this one.",
    fix: "Add the MCP server's `resource` to `protected_resources`, or leave the member out.",
    cites: &[
        cite::RFC9728_AUTHORIZATION_SERVER,
        cite::RFC9728_SEVERAL_SERVERS,
    ],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","protected_resources":["https://other.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","protected_resources":["https://mcp.example.com/mcp"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let Some(server) = reading.server.as_deref() else {
        return Verdict::NotApplicable;
    };
    let resources: Vec<&str> = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.resource.as_deref())
        .chain([server])
        .collect();
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let listed = document.view.protected_resources.as_deref()?;
        let known = listed.iter().any(|listed| {
            resources
                .iter()
                .any(|resource| place(listed) == place(resource))
        });
        (!known).then(|| {
            Fact::at(one.index, format!("`protected_resources` lacks {server}"))
                .member("protected_resources")
                .expected(server)
                .received(words::list(listed))
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
