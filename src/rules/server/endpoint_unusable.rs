//! An endpoint in the metadata is not a valid URL.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::reach::leads_inside;
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "server/endpoint-unusable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "An endpoint in the metadata is not a valid URL",
    why: "A client must not open or call anything but an absolute https address; other schemes in a \
        sign-in link can run code, and a private address is out of reach for clients.",
    fix: "Publish absolute https addresses of the public host, without a fragment.",
    cites: &[
        cite::MCP_COMMUNICATION_SECURITY,
        cite::MCP_BEST_PRACTICE_AUTHORIZATION_URL,
        cite::RFC8414_METADATA,
        cite::RFC9728_SSRF,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"/authorize"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"http://localhost:8080/token"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint":"https://169.254.169.254/token"}
        "#,
    ],
    passes: examples![
        r#"
            > GET http://localhost:4000/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"http://localhost:4000","authorization_endpoint":"http://localhost:4000/authorize"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    endpoints::facts(reading, &|seen_at, url| {
        let Ok(address) = Address::parse(url) else {
            return Some("is not an absolute URL");
        };
        if !address.has_scheme("https") && !address.has_scheme("http") {
            return Some("is neither https nor http");
        }
        if address.fragment.is_some() {
            return Some("has a fragment");
        }
        leads_inside(reading, seen_at, &address)
            .then_some("is an address of a private network, which clients elsewhere can't reach")
    })
}
