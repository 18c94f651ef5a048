//! The file is not what its syntax wants.

use super::of_each;
use crate::action::ActionKind;
use crate::evidence::configuration::{Configuration, Flaw, FlawKind, Syntax, clients};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/syntax",
    severity: Severity::Error,
    party: Party::User,
    title: "The configuration can't be read",
    why: "A client that can't read its file uses none of its servers, often without saying so.",
    fix: "Correct the file at the place that is named; an editor that knows the syntax marks it.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"
            | \"headers\": {}}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}
        ",
        "
            configuration of: Codex
            | [mcp_servers.acme]
            | url = https://mcp.example.com/mcp
        ",
    ],
    passes: examples![
        "
            | {\"servers\": {
            | // a comment, which VS Code allows
            | \"acme\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"},
            | }}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    of_each(reading, |configuration| {
        let flaw = configuration
            .flaws
            .iter()
            .find(|flaw| is_mistake(configuration, flaw))?;
        let (syntax, said) = (configuration.syntax.name(), flaw.kind.said());
        let place = format!("line {}, column {}", flaw.line, flaw.column);
        Some(
            Fact::titled(format!(
                "The configuration is not valid {syntax}: {said} ({place})"
            ))
            .received(place),
        )
    })
}

/// Some clients allow comments and a comma at the end; of a client that isn't known, nobody can tell.
fn is_mistake(configuration: &Configuration, flaw: &Flaw) -> bool {
    let allows = configuration
        .client
        .map(|client| clients::form(client).comments);
    match (configuration.syntax, flaw.kind) {
        (Syntax::Command | Syntax::Code, _) | (_, FlawKind::TypographicQuotes) => false,
        (Syntax::Json, FlawKind::Comment) => allows == Some(false),
        (Syntax::Json, FlawKind::TrailingComma) => allows != Some(true),
        // Only a part was pasted.
        (Syntax::Json, FlawKind::NoBraces) => false,
        (_, FlawKind::LineBreak) => false,
        _ => true,
    }
}
