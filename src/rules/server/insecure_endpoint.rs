//! The metadata of an https server names http endpoints.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "server/insecure-endpoint",
    rows: &[59],
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The metadata of an https server names http endpoints",
    why: text!(
        "The server stands behind something that ends TLS and believes it is reached by http. Clients \
        refuse to send codes and credentials without TLS, and the addresses may not answer at all."
    ),
    fix: text!(
        "Configure the public base URL, or let the server trust `X-Forwarded-Proto` and \
        `X-Forwarded-Host` of the proxy in front of it."
    ),
    cites: &[
        cite::MCP_COMMUNICATION_SECURITY,
        cite::RFC8414_METADATA,
        cite::MCP_BEST_PRACTICE_SSRF,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"http://auth.example.com:8080","token_endpoint":"http://auth.example.com:8080/token"}
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
    endpoints::facts(reading, &|document_is_local, url| {
        let address = Address::parse(url).ok()?;
        let insecure = address.has_scheme("http") && !address.is_loopback();
        (insecure && !document_is_local).then_some("is plain http")
    })
}
