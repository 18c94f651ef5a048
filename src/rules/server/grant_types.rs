//! The authorization server does not offer the authorization code grant.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/grant-types",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server does not offer the authorization code grant",
    why: "The code from a sign-in could not be exchanged for a token.",
    fix: "Add `authorization_code` to `grant_types_supported`, and support it. For programs without a \
        person, use the client credentials extension instead.",
    cites: &[
        cite::RFC8414_METADATA,
        cite::RFC6749_TOKEN_REQUEST,
        cite::CLIENT_CREDENTIALS_EXTENSION,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","grant_types_supported":["client_credentials"]}
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
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let grants = document.view.grant_types_supported.as_deref()?;
        let offered = grants.iter().any(|grant| grant == "authorization_code");
        (!offered && !grants.is_empty()).then(|| {
            let grants = words::list(grants);
            Fact::at(
                one.index,
                format!("`grant_types_supported` is {grants}, without `authorization_code`"),
            )
            .member("grant_types_supported")
            .expected("`authorization_code`")
            .received(grants)
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::with_code_flow(reading, spot, "grant_types_supported", "authorization_code")
}
