//! The authorization server metadata has no `token_endpoint`.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/token-endpoint-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata has no `token_endpoint`",
    why: "A client cannot exchange the code for a token, so it refuses the document.",
    fix: "Add `\"token_endpoint\"` with the absolute https address of the token endpoint.",
    cites: &[cite::RFC8414_METADATA, cite::MCP_SERVER_METADATA_DISCOVERY],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    endpoints::missing(reading, "token_endpoint")
}
