//! The metadata of an https server names http endpoints.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::operator;
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "server/insecure-endpoint",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The metadata of an https server names http endpoints",
    why: "The server is behind something that terminates TLS, and believes that it is reached over http. Clients \
        refuse to send codes and credentials without TLS, and the addresses may not answer at all.",
    fix: "Configure the public base URL, or let the server trust `X-Forwarded-Proto` and \
        `X-Forwarded-Host` of the proxy in front of it.",
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
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let is_plain = |url: &str| {
        Address::parse(url).is_ok_and(|one| one.has_scheme("http") && !one.is_loopback())
    };
    let verdict = endpoints::facts(reading, &|seen_at, url| {
        let by_https =
            Address::parse(seen_at).is_ok_and(|one| one.has_scheme("https") && !one.is_loopback());
        (by_https && is_plain(url)).then_some("is plain http")
    });
    operator::names(reading, verdict)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::in_server(reading, spot, |members, request| {
        patch::secure(members, &request.expected_issuer);
        Some(Vec::new())
    })
}
