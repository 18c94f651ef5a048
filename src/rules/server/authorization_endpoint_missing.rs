//! The authorization server metadata has no `authorization_endpoint`.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/authorization-endpoint-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata has no `authorization_endpoint`",
    why: "Without it there is no page to sign in on. Clients refuse the document, and some then guess \
        endpoints on another host.",
    fix: "Add `\"authorization_endpoint\"`. If the server offers no sign-in for people at all, use a grant \
        without one, or another authorization server.",
    cites: &[cite::RFC8414_METADATA, cite::MCP_SERVER_METADATA_DISCOVERY],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://auth.example.com/token"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    endpoints::missing(reading, "authorization_endpoint")
}
