//! The challenge names no scope.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "challenge/without-scope",
    severity: Severity::Info,
    party: Party::Server,
    since: Revision::V2025_11_25,
    title: "The challenge does not say which scopes are needed",
    why: "A client then asks for everything in scopes_supported, or for nothing.",
    fix: "Add scope=\"...\" with the scopes that this request needs to the challenge.",
    cites: &[cite::MCP_SCOPE_SELECTION, cite::RFC6750_CHALLENGE],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="read", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading.unauthorized() {
        let Some(challenge) = one.challenge() else {
            continue;
        };
        looked = true;
        if challenge.scopes().is_none() {
            return Verdict::Fail(vec![Fact::at(one.index, "").member("scope")]);
        }
    }
    Verdict::of(looked, Vec::new())
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::challenge(reading, spot).filter(|patch| patch.content.contains(" scope="))
}
