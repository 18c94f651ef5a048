//! The server refuses a credential that a person brought.

use super::refusal::{self, kind};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/credential-refused",
    severity: Severity::Error,
    party: Party::User,
    alternatives: &[(
        "access/token-not-seen",
        "Try a credential that certainly works: if the answer stays the same, its header is lost before the server.",
    )],
    title: "The server does not accept the credential",
    why: "The answer to the request with the credential is a refusal. Most often the credential is wrong: mistyped, expired, revoked, \
        or made for another server. Many servers answer a wrong one exactly like none, so its header may \
        also have been lost before the server.",
    fix: "Make a new credential where this one came from, check that it is for this server, and try again. If a good one is \
        refused too, let the operator see whether its header reaches the server.",
    cites: &[cite::RFC9110_UNAUTHORIZED, cite::RFC6750_ERROR_CODES],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Basic realm="x"
            > POST https://mcp.example.com/mcp
            > Authorization: Basic YTpi
            < 401
            < WWW-Authenticate: Basic realm="x"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer made-by-hand
            > {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"mcp-auth-doctor","version":"1"}}}
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", error_description="the token is invalid, expired, or no longer recognized"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            > POST https://mcp.example.com/mcp
            > X-Api-Key: k
            < 401
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Basic YTpi
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]).then(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let status = one.exchange.status();
        let alike = refusal::is_unseen_by_server(reading, one);
        let like_none = if alike { ", as to one without" } else { "" };
        let credential = one.credential.as_ref();
        let header = credential.map_or("Authorization", |one| one.header.as_str());
        let title = format!(
            "The server answers {status} to a request with {}{like_none}",
            kind(one)
        );
        let fact = Fact::at(one.index, title).member(header);
        if alike { fact.inferred() } else { fact }
    })
}
