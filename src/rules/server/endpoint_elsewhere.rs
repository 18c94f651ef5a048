//! Endpoints are on another domain than the issuer.

use super::endpoints;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "server/endpoint-elsewhere",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "Endpoints are on another domain than the issuer",
    why: "Some vendors do that on purpose. The person should recognise the host that is shown before the \
        browser opens.",
    fix: "Nothing has to be done if both domains belong to the same operator.",
    cites: &[cite::RFC8414_IMPERSONATION],
    fails: examples![
        r#"
            > GET https://example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://example.com","token_endpoint":"https://api.other.example/token"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://example.com","token_endpoint":"https://api.example.com/token"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for (one, document) in reading.server_documents() {
        let Some(issuer) = document.view.issuer.as_deref() else {
            continue;
        };
        for (member, url) in endpoints::of(&document.view) {
            if is_foreign(issuer, url) {
                let title = format!("`{member}` is {url}, the issuer is {issuer}");
                facts.push(Fact::at(one.index, title).member(member).received(url));
            }
        }
    }
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

/// Whether the last two labels of the hosts differ: near enough for advice, without the list of public suffixes.
fn is_foreign(issuer: &str, url: &str) -> bool {
    let domain = |text: &str| {
        let host = Address::parse(text).ok()?.hostname();
        let labels: Vec<&str> = host.rsplit('.').take(2).collect();
        Some(labels.join("."))
    };
    match (domain(issuer), domain(url)) {
        (Some(issuer), Some(url)) => issuer != url,
        _ => false,
    }
}
