//! The example's own words were left in.

use super::{each_server, whole_path};
use crate::action::ActionKind;
use crate::evidence::configuration::{ConfiguredServer, Kept};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "configuration/placeholder",
    severity: Severity::Error,
    party: Party::User,
    title: "A placeholder was never replaced",
    why: "The server gets the example's word instead of a credential or an address, and refuses it.",
    fix: "Put your own value in its place, or take the header out and sign in.",
    cites: &[cite::MCP_CONFIGURATION],
    fails: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer YOUR_API_KEY\"}}}}
        ",
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer undefined\"}}}}
        ",
    ],
    passes: examples![
        "
            | {\"mcpServers\": {\"acme\": {\"url\": \"https://mcp.example.com/mcp\", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}}}}
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    each_server(reading, |configuration, server| {
        let (path, title, word) = left(server)?;
        Some(
            Fact::titled(title)
                .member(whole_path(configuration, server, path))
                .received(word),
        )
    })
}

fn left(server: &ConfiguredServer) -> Option<(&str, String, String)> {
    let in_credential = server.credentials().find_map(|(setting, credential)| {
        let title = match &credential.kind {
            Kept::Placeholder { word } => {
                (format!("The placeholder {word} was never replaced"), word)
            }
            Kept::Nothing { word } => (
                format!("\"{word}\" stands where the token should be: a variable was empty"),
                word,
            ),
            Kept::Empty if credential.sent && credential.scheme.is_some() => {
                return Some((
                    setting.path.as_str(),
                    "Nothing stands after the scheme: the token is missing".to_owned(),
                    "nothing".to_owned(),
                ));
            }
            _ => return None,
        };
        Some((setting.path.as_str(), title.0, title.1.clone()))
    });
    in_credential.or_else(|| {
        let address = server.address.as_ref()?;
        let said = address.value.as_deref()?;
        let lower = said.to_ascii_lowercase();
        let is = ["<", "your-", "your_", "yourdomain", "your.", "{your", "xxx"]
            .iter()
            .any(|word| lower.contains(word));
        is.then(|| {
            (
                address.path.as_str(),
                format!("The address is still the example's: {said}"),
                said.to_owned(),
            )
        })
    })
}
