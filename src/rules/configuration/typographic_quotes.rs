//! Quotation marks of a word processor.

use super::of_each;
use crate::action::ActionKind;
use crate::evidence::configuration::FlawKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/typographic-quotes",
    severity: Severity::Error,
    party: Party::User,
    title: "The quotation marks are typographic ones",
    why: "A chat, a web page or a word processor replaced the quotation marks; no client reads the file then.",
    fix: "Replace each of them with a plain quotation mark (U+0022), and paste from a code block next time.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | {“mcpServers”: {“acme”: {“url”: “https://mcp.example.com/mcp”}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\"}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    of_each(reading, |configuration| {
        let mut flaws = configuration.flaws.iter();
        let flaw = flaws.find(|flaw| flaw.kind == FlawKind::TypographicQuotes)?;
        let place = format!("line {}, column {}", flaw.line, flaw.column);
        Some(
            Fact::titled(format!(
                "The quotation marks are typographic ones (\u{201c}\u{201d}), first in {place}"
            ))
            .expected("\"")
            .received("\u{201c} or \u{201d}"),
        )
    })
}
