//! A token without its scheme.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::{Credential, Kept};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/scheme-missing",
    severity: Severity::Warning,
    party: Party::User,
    title: "The token stands in Authorization without its scheme",
    why: "A server that wants a bearer token looks for the word Bearer before it; without it the request counts as one without a token.",
    fix: "Write \"Bearer \", with one space, before the token, unless the server's documentation says otherwise.",
    cites: &[cite::RFC6750_HEADER],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"acme_live_9fK2mQ7xWb4TzR1v\"}}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (setting, _) = server
            .credentials()
            .find(|(_, credential)| lacks_scheme(credential))?;
        Some(
            Fact::titled("\"Authorization\" has no \"Bearer\" before the token")
                .member(whole_path(configuration, server, &setting.path))
                .expected("Bearer, a space, the token")
                .received("the token alone"),
        )
    })
}

fn lacks_scheme(credential: &Credential) -> bool {
    let token = match &credential.kind {
        Kept::Literal => true,
        // A variable may have the scheme in it, unless its name says what it is.
        Kept::Variable { written } => ["TOKEN", "KEY", "PAT}"]
            .iter()
            .any(|word| written.to_ascii_uppercase().contains(word)),
        _ => false,
    };
    token
        && credential.sent
        && credential.scheme.is_none()
        && credential.header.eq_ignore_ascii_case("authorization")
}
