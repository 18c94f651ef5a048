//! The authorization server refuses the resource parameter.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/resource-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server refuses the resource parameter",
    why: "A client must name the MCP server in `resource`. This server does not know that name, does not accept \
        the parameter, or compares it with the scopes, and refuses the request.",
    fix: "Let the authorization server know the MCP server's `resource`, spelled as in the metadata, or \
        ignore the parameter. A client must send the metadata's `resource` unchanged: no added slash, no \
        query of its own.",
    cites: &[cite::RFC8707_RESOURCE, cite::MCP_RESOURCE_PARAMETER, cite::RFC6749_AUTHORIZATION_ENDPOINT],
    conformance: &["authorization-code-grant"],
    fails: examples!["
            > GET https://auth.example.com/authorize?client_id=c&resource=https%3A%2F%2Fmcp.example.com%2F
            < 302
            < Location: http://127.0.0.1/cb?error=invalid_target&state=s
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=c&resource=https%3A%2F%2Fmcp.example.com%2F
            < 302
            < Location: http://127.0.0.1/cb?code=c&state=s
        "],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::UseOtherAddress]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let sent = one.parameter("resource");
        let title = match sent {
            Some(sent) => format!("The authorization server refuses the resource {sent}"),
            None => "The authorization server refuses the resource".to_owned(),
        };
        let fact = Fact::at(one.index, title).member("resource");
        let Some(sent) = sent else { return fact };
        let fact = fact.received(sent);
        match published(reading) {
            Some(expected) if expected != sent => fact.expected(expected).party(Party::Client),
            None if sent.contains('?') => fact.expected(place(sent)).party(Party::Client),
            _ => fact,
        }
    })
}

fn published<'a>(reading: &'a Reading) -> Option<&'a str> {
    reading
        .resource_documents()
        .find_map(|(_, document)| document.view.resource.as_deref())
}
