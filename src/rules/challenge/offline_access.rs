//! offline_access in a challenge.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::challenge::Challenge;

pub static RULE: Rule = Rule {
    id: "challenge/offline-access",
    severity: Severity::Info,
    severities: &[(Revision::V2026_07_28, Severity::Warning)],
    party: Party::Server,
    title: "The challenge asks for offline_access",
    why: "A resource does not need offline_access; it is for the client to ask the authorization server for \
        refresh tokens.",
    fix: "Remove offline_access from the challenge's scope.",
    cites: &[cite::MCP_REFRESH_TOKENS],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="read offline_access"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="read"
        "#
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        let Some(scopes) = one.challenge().and_then(Challenge::scopes) else {
            continue;
        };
        looked = true;
        if scopes.iter().any(|scope| scope == "offline_access") {
            return Verdict::Fail(vec![
                Fact::at(one.index, "")
                    .member("scope")
                    .received(scopes.join(" ")),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
