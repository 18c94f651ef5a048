//! The metadata belongs to another issuer.

use super::issuers;
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::relation::{Relation, relation};

pub static RULE: Rule = Rule {
    id: "server/issuer-mismatch",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_06_18, Severity::Error)],
    party: Party::AuthorizationServer,
    title: "The metadata belongs to another issuer",
    why: text!(
        "Metadata whose `issuer` is not the identifier it was asked for must not be used: it could send \
        the person to somebody else's sign-in page. Conforming clients refuse to connect."
    ),
    fix: text!(
        "Make the three agree, character by character: the entry in the server's `authorization_servers`, \
        the address the metadata is served at, and the `issuer` in it. A proxy that rewrites the \
        endpoints must rewrite `issuer` too, or the real authorization server must be named."
    ),
    cites: &[
        cite::MCP_SERVER_METADATA_DISCOVERY,
        cite::RFC8414_ISSUER,
        cite::RFC8414_IMPERSONATION,
        cite::OIDC_DISCOVERY_VALIDATION,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://tenant.auth.example"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server/t1
            < 200
            < {"issuer":"https://auth.example.com/t1"}
        "#
    ],
    check,
    patch: Some(patch::expected_issuer),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    issuers::facts(reading, &|expected, found| {
        let other = !matches!(
            relation(expected, found),
            Relation::Same | Relation::Slash | Relation::Unusable
        );
        other && !issuers::is_template(expected, found)
    })
}
