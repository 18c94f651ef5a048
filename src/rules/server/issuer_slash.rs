//! `issuer` and its identifier differ by a trailing slash.

use super::issuers;
use crate::evidence::reading::Reading;
use crate::evidence::step::ServerMetadataRequest;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/issuer-slash",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "`issuer` and its identifier differ by a trailing slash",
    why: "Issuers are compared character by character, so conforming clients refuse the metadata; some \
        tolerate the slash, which is why it works for some users only.",
    fix: "Write the entry in the server's `authorization_servers` exactly as the authorization server \
        writes its `issuer`, with or without the slash.",
    cites: &[
        cite::RFC8414_ISSUER,
        cite::RFC8414_COMPARISON,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com/"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com/"}
        "#
    ],
    check,
    patch: Some(patch::expected_issuer),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let is_named = |one: &ServerMetadataRequest| one.named_by.is_some();
    let named = reading.server_documents().any(|(one, _)| is_named(one));
    if !named {
        // The URL of a well-known document does not tell whether its issuer ends with a slash.
        return Verdict::of(reading.server_documents().next().is_some(), Vec::new());
    }
    issuers::facts(reading, &|expected, found| {
        expected != found && expected.trim_end_matches('/') == found.trim_end_matches('/')
    })
}
