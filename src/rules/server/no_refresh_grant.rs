//! The authorization server does not offer the refresh token grant.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/no-refresh-grant",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "The authorization server does not offer the refresh token grant",
    why: "When the access token expires, the person must sign in again.",
    fix: "Add `refresh_token` to `grant_types_supported`, and issue refresh tokens.",
    cites: &[
        cite::MCP_REFRESH_TOKENS,
        cite::SEP_2207,
        cite::RFC6749_REFRESH,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","grant_types_supported":["authorization_code"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","grant_types_supported":["authorization_code","refresh_token"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let grants = document.view.grant_types_supported.as_deref()?;
        let offered = grants.iter().any(|grant| grant == "refresh_token");
        (!offered).then(|| {
            Fact::at(one.index, "`grant_types_supported` has no `refresh_token`")
                .member("grant_types_supported")
                .received(words::list(grants))
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
