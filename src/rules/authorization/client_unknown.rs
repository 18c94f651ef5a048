//! The authorization server does not know the client id.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/client-unknown",
    severity: Severity::Error,
    party: Party::Client,
    title: "The authorization server does not know the client id",
    why: "The client id was never registered there, was registered with another tenant or provider, or has \
        been deleted since the client stored it.",
    fix: "Let the client forget the stored registration and register again. A client id that was entered \
        by hand must be the one the provider shows for this app, at this provider.",
    cites: &[
        cite::RFC6749_AUTHORIZATION_ERROR,
        cite::RFC6749_CLIENT_IDENTIFIER,
        cite::MCP_AUTHORIZATION_SERVER_BINDING,
    ],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?client_id=1234&response_type=code
            < 400
            < Invalid client_id parameter
        ",
        r#"
            > GET https://auth.example.com/authorize?client_id=1234&response_type=code
            < 400
            < {"error":"invalid_request","error_description":"Client ID '1234' ..."}
        "#,
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?client_id=1234&response_type=code
            < 302
            < Location: https://auth.example.com/login
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::RegisterAgain]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let id = one.parameter("client_id");
        let title = match id {
            Some(id) => format!("The authorization server does not know the client id {id}"),
            None => String::new(),
        };
        // A document is there for servers that don't know the client: who announces them and refuses one is at fault.
        let is_document = id.is_some_and(|id| id.starts_with("https://"));
        let fact = Fact::at(one.index, title).member("client_id");
        match is_document {
            true => fact.party(Party::AuthorizationServer),
            false => fact,
        }
    })
}
