//! The client asks for no scope where one is needed.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/scope-missing",
    severity: Severity::Error,
    party: Party::Client,
    title: "The client asks for no scope where one is needed",
    why: "The authorization server refuses a request without scopes, or the token it gives can do nothing.",
    fix: "Send the scopes of the challenge, else those of the resource metadata's `scopes_supported`. The \
        server's operator should publish them in one of the two places.",
    cites: &[cite::MCP_SCOPE_SELECTION, cite::RFC6749_SCOPE],
    conformance: &["scope-from-scopes-supported"],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?client_id=c&response_type=code
            < 400
            < {"error":"invalid_request","error_description":"Missing required parameter: scope"}
        "#
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?client_id=c&response_type=code&scope=read
            < 200
        "
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::AddScopes]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let offered = reading
            .resource_documents()
            .find_map(|(_, document)| document.view.scopes_supported.as_deref());
        Fact::at(one.index, "")
            .member("scope")
            .expected_if(offered.map(words::list))
    })
}
