//! The client does not ask for a refresh token.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::token::no_refresh_token;
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "authorization/offline-access-not-asked",
    severity: Severity::Warning,
    party: Party::Client,
    title: "The client does not ask for a refresh token",
    why: "Without it the person must sign in again each time the access token expires, about every hour. \
        Some servers give refresh tokens only to clients that ask for them in their own way.",
    fix: "Ask for the scope `offline_access` where the authorization server lists it; Google wants \
        `access_type=offline` and `prompt=consent` instead.",
    cites: &[cite::MCP_REFRESH_TOKENS, cite::OIDC_OFFLINE_ACCESS, cite::SEP_2207],
    conformance: &["sep-2207-offline-access-requested"],
    fails: examples!["
            > GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=c&scope=openid
            < 200
        ", r#"
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com","scopes_supported":["openid","offline_access"]}
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=openid
            < 200
        "#],
    passes: examples!["
            > GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=c&scope=openid&access_type=offline
            < 200
        "],
    check,
    ways: no_refresh_token::ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let listed = reading
        .server_documents()
        .filter_map(|(_, document)| document.view.scopes_supported.as_deref())
        .any(|scopes| scopes.iter().any(|scope| scope == "offline_access"));
    let facts = reading
        .authorizations
        .iter()
        .filter(|one| one.parameter("response_type").is_some())
        .filter_map(|one| {
            let host = Address::parse(&one.exchange.request.url).ok()?.hostname();
            let asked = one
                .parameter("scope")
                .is_some_and(|scopes| scopes.contains("offline_access"));
            let (member, expected) = match host.as_str() {
                "accounts.google.com" if one.parameter("access_type") != Some("offline") => {
                    ("access_type", "access_type=offline&prompt=consent")
                }
                "accounts.google.com" => return None,
                _ if listed && !asked => ("scope", "offline_access"),
                _ => return None,
            };
            Some(
                Fact::at(
                    one.index,
                    format!("The authorization request lacks `{expected}`"),
                )
                .member(member)
                .expected(expected)
                .severity(severity(reading)),
            )
        })
        .take(1);
    Verdict::of(!reading.authorizations.is_empty(), facts)
}

/// Somebody who must sign in again and again is told; else it is advice.
fn severity(reading: &Reading) -> Severity {
    if reading.claimed("token/no-refresh-token") {
        Severity::Warning
    } else {
        Severity::Info
    }
}
