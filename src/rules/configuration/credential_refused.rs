//! A fixed credential, and a sign-in anyway.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/credential-refused",
    severity: Severity::Error,
    party: Party::User,
    title: "The configured credential was refused or has expired",
    why: "With a credential in its configuration a client has no reason to sign in. When it starts a sign-in, or fails to register, the server answered 401 to that credential; the message that \
        follows is about a sign-in that nobody wanted.",
    fix: "Make a new token where this one came from, check that it is for this server and has the permissions it wants, and put it into the configuration. To sign in instead, remove the header.",
    cites: &[cite::RFC6750_ERROR_CODES],
    fails: examples![
        "
            symptom: The server acme does not support automatic client registration. Enter a client ID.
            | {\"servers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer acme_live_9fK2mQ7xWb4T\"}}}}
        ",
    ],
    passes: examples![
        "
            symptom: Error: connect ECONNREFUSED
            | {\"servers\": {\"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer acme_live_9fK2mQ7xWb4T\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let servers = reading
        .evidence
        .configurations
        .iter()
        .flat_map(|one| &one.servers);
    // Of several servers nobody can tell which one the message is about.
    let one = servers.filter(|server| server.address.is_some()).count() == 1;
    let refused = reading.unauthorized().next().is_some()
        || SIGNS.iter().any(|sign| reading.symptom.contains(sign));
    each_server(reading, |configuration, server| {
        if !one || !refused || !server.has_fixed_credential() {
            return None;
        }
        let (setting, _) = server
            .credentials()
            .find(|(_, credential)| credential.sent)?;
        Some(
            Fact::titled(format!(
                "The credential in \"{}\" was refused or has expired",
                setting.path
            ))
            .member(whole_path(configuration, server, &setting.path))
            .expected("a credential that the server accepts"),
        )
    })
}

/// What clients say when they fall through to a sign-in (VS Code, Claude Code, the TypeScript SDK, mcp-remote).
const SIGNS: [&str; 16] = [
    "client registration",
    "automatic client registration",
    "dynamic registration",
    "enter a client id",
    "client id",
    "needs authentication",
    "authentication required",
    "authorization required",
    "wants to sign in",
    "sign in to",
    "oauth",
    "401",
    "unauthorized",
    "invalid_token",
    "login page",
    "browser opens",
];
