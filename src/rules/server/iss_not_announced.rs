//! The authorization server does not announce `iss` in its responses.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/iss-not-announced",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    since: Revision::V2026_07_28,
    title: "The authorization server does not announce `iss` in its responses",
    why: "With `iss` a client notices that a response comes from another server than the one it asked. It \
        should be sent, and a later revision will demand it.",
    fix: "Send `iss` with every authorization response and publish \
        `\"authorization_response_iss_parameter_supported\": true`.",
    cites: &[cite::MCP_RESPONSE_VALIDATION, cite::RFC9207_METADATA],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_response_iss_parameter_supported":true}
        "#
    ],
    check,
    ..Rule::BASE
};

const MEMBER: &str = "authorization_response_iss_parameter_supported";

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| document.lacks(MEMBER))
        .map(|(one, _)| Fact::at(one.index, "").member(MEMBER));
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
