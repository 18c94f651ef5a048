//! The client is registered without the refresh token grant.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/no-refresh-grant",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "The client is registered without the refresh token grant",
    why: "It will get no refresh token, so the person must sign in again whenever the access token \
        expires.",
    fix: "Register clients that ask for `refresh_token` in `grant_types` with it.",
    cites: &[
        cite::SEP_2207,
        cite::MCP_REFRESH_TOKENS,
        cite::RFC7591_CLIENT_METADATA,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"grant_types":["authorization_code","refresh_token"]}
            < 201
            < {"client_id":"c","grant_types":["authorization_code"]}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"grant_types":["authorization_code","refresh_token"]}
            < 201
            < {"client_id":"c","grant_types":["authorization_code","refresh_token"]}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let has = |grants: &[String]| grants.iter().any(|grant| grant == "refresh_token");
    let facts = reading.registrations.iter().filter_map(|one| {
        let view = one.answer.view().filter(|view| view.client_id.is_some())?;
        let granted = view.grant_types.as_deref()?;
        (!has(granted)).then(|| {
            Fact::at(
                one.index,
                format!("The client is registered only for {}", words::list(granted)),
            )
            .member("grant_types")
            .received(words::list(granted))
        })
    });
    Verdict::of(!reading.registrations.is_empty(), facts)
}
