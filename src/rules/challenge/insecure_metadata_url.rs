//! The challenge names an http URL.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "challenge/insecure-metadata-url",
    severity: Severity::Error,
    party: Party::Server,
    title: "The challenge of an https server names an http URL",
    why: "The server sits behind a proxy that terminates TLS, and does not know its public scheme. Clients refuse \
        http metadata, or the redirect to https that follows.",
    fix: "Make the application read the public scheme and host from X-Forwarded-Proto and X-Forwarded-Host (trusted \
        proxies only), or configure its public base URL.",
    cites: &[cite::RFC9728_TLS, cite::MCP_COMMUNICATION_SECURITY],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="http://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#,
        r#"
            > POST http://localhost:3000/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/mcp"
        "#,
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        let asked = Address::parse(&one.exchange.request.url);
        let named = one
            .challenge()
            .and_then(|one| one.param("resource_metadata"));
        let (Ok(asked), Some(named)) = (asked, named) else {
            continue;
        };
        let Ok(address) = Address::parse(named) else {
            continue;
        };
        looked = true;
        let behind_proxy = asked.has_scheme("https") && address.has_scheme("http");
        if behind_proxy || !address.is_secure() && !asked.has_scheme("http") {
            return Verdict::Fail(vec![
                Fact::at(
                    one.index,
                    format!(
                        "The challenge of {} names {named}, without TLS",
                        one.exchange.request.url
                    ),
                )
                .member("resource_metadata")
                .expected(named.replacen("http:", "https:", 1))
                .received(named.to_owned()),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
