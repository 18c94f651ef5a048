//! Protected resource metadata is not at the root location.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::LocationForm;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-not-at-root",
    severity: Severity::Info,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "Protected resource metadata is not at the root location",
    why: "That is allowed: the location with the endpoint's path comes first. Only clients that ask \
        nothing but the root would miss it.",
    fix: "Nothing has to be done. Serving the document at the root too helps clients that ignore the path.",
    cites: &[cite::MCP_RESOURCE_METADATA_DISCOVERY],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut at_root = reading
        .resource_metadata
        .iter()
        .filter(|one| one.form == LocationForm::Root)
        .peekable();
    let looked = at_root.peek().is_some();
    let elsewhere = reading
        .resource_documents()
        .any(|(one, _)| one.form != LocationForm::Root);
    let facts = at_root
        .filter(|one| elsewhere && matches!(one.answer, Answer::Refused(404 | 410)))
        .map(|one| {
            let url = &one.exchange.request.url;
            Fact::at(
                one.index,
                format!(
                    "{url} answers {}; another location has the document",
                    one.exchange.status()
                ),
            )
        })
        .take(1);
    Verdict::of(looked, facts)
}
