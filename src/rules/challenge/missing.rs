//! A 401 without a challenge.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

/// See `title`.
pub static RULE: Rule = Rule {
    id: "challenge/missing",
    severity: Severity::Error,
    severities: &[(Revision::V2025_11_25, Severity::Warning)],
    party: Party::Server,
    rows: &[5],
    title: "The server answers 401 without a WWW-Authenticate header",
    why: "The challenge tells a client that OAuth is meant and where the resource metadata is. Without it a client must guess, and many stop here.",
    fix: "Send with every 401: WWW-Authenticate: Bearer resource_metadata=\"<URL of the resource metadata>\".",
    cites: &[
        cite::RFC9110_UNAUTHORIZED,
        cite::RFC9728_CHALLENGE,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: &["
        > POST https://mcp.example.com/mcp
        < 401
    "],
    passes: &["
        > POST https://mcp.example.com/mcp
        < 401
        < WWW-Authenticate: Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\"
    "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let refused: Vec<_> = reading
        .unauthenticated()
        .filter(|one| one.exchange.status() == 401)
        .collect();
    let facts = refused
        .iter()
        .filter(|one| one.challenges.is_absent())
        .map(|one| Fact::at(one.index, "").member("WWW-Authenticate"))
        .collect();
    Verdict::of(!refused.is_empty(), facts)
}
