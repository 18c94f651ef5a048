//! A credential that is not written as a header wants it.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::Oddity;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/credential-form",
    severity: Severity::Error,
    party: Party::User,
    title: "The credential is not written as it has to be sent",
    why: "Quotation marks, spaces and line breaks belong to the value: the server compares a different text with its \
        token, or the client can't send the header at all.",
    fix: "Copy the token again, without quotation marks, spaces and line breaks, after one \"Bearer \".",
    cites: &[cite::RFC6750_HEADER],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer acme_live_9fK2mQ7xWb4T\\n\"}}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer Bearer acme_live_9fK2mQ7xWb4T\"}}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer acme_live_9fK2mQ7xWb4T\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (setting, said) = server.credentials().find_map(|(setting, credential)| {
            let said = credential
                .oddities
                .iter()
                .find_map(|oddity| said(*oddity))?;
            Some((setting, said))
        })?;
        let header = setting.path.rsplit('.').next().unwrap_or_default();
        Some(
            Fact::titled(format!("The value of \"{header}\" {said}")).member(whole_path(
                configuration,
                server,
                &setting.path,
            )),
        )
    })
}

fn said(oddity: Oddity) -> Option<&'static str> {
    Some(match oddity {
        Oddity::LineBreak => "has a line break (newline) in it",
        Oddity::Space => "has a space where none may be",
        Oddity::Quoted => "has quotation marks around the token",
        Oddity::SchemeTwice => "has the scheme twice: \"Bearer Bearer\"",
        Oddity::Colon => "has a colon after the scheme: \"Bearer:\"",
        Oddity::HeaderName => "repeats the name of the header: \"Authorization:\"",
        Oddity::NotAscii => "has a character that no header may have",
        Oddity::SpaceInArgument => return None,
    })
}
