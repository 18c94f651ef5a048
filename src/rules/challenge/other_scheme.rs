//! The challenge is of another scheme.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "challenge/other-scheme",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_06_18, Severity::Error)],
    party: Party::Server,
    title: "The challenge is not Bearer",
    why: "An MCP client reacts to a Bearer (or DPoP) challenge. Another scheme, often of a proxy in front, tells \
        it nothing.",
    fix: "Answer with WWW-Authenticate: Bearer resource_metadata=\"...\", beside or instead of the other scheme, and \
        check whether a proxy answers instead of the server.",
    cites: &[cite::RFC6750_CHALLENGE, cite::RFC9728_CHALLENGE],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Basic realm="internal"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Negotiate, Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading.unauthorized() {
        let Some(all) = one.challenges.value() else {
            continue;
        };
        looked = true;
        if all.acted_on().is_none() && !all.list.is_empty() {
            let schemes: Vec<&str> = all.list.iter().map(|one| one.scheme.as_str()).collect();
            return Verdict::Fail(vec![
                Fact::at(
                    one.index,
                    format!("The challenge is {}, not Bearer", schemes.join(", ")),
                )
                .member("WWW-Authenticate")
                .expected("Bearer")
                .received(schemes.join(", ")),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
