//! Enterprise-managed authorization is announced without the grant that it needs.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/grant-profile",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "Enterprise-managed authorization without the JWT bearer grant",
    why: "The identity assertion is exchanged by the JWT bearer grant. A client that finds the profile announced and the grant not listed \
        cannot tell which of the two is right, and falls back to asking the person.",
    fix: "List `urn:ietf:params:oauth:grant-type:jwt-bearer` in `grant_types_supported` wherever \
        `authorization_grant_profiles_supported` names the profile of identity assertions.",
    cites: &[
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
        cite::RFC8414_METADATA,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","grant_types_supported":["authorization_code"],"authorization_grant_profiles_supported":["urn:ietf:params:oauth:grant-profile:id-jag"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","grant_types_supported":["authorization_code","urn:ietf:params:oauth:grant-type:jwt-bearer"],"authorization_grant_profiles_supported":["urn:ietf:params:oauth:grant-profile:id-jag"]}
        "#
    ],
    check,
    ..Rule::BASE
};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

fn check(reading: &Reading) -> Verdict {
    let announced = || {
        let documents = reading.server_documents();
        documents.filter(|(_, document)| {
            let profiles = document
                .view
                .authorization_grant_profiles_supported
                .as_deref();
            profiles
                .unwrap_or_default()
                .iter()
                .any(|profile| profile.ends_with(":id-jag"))
        })
    };
    let facts = announced().filter_map(|(one, document)| {
        let grants = document.view.grant_types_supported.as_deref();
        let listed = grants.is_some_and(|grants| grants.iter().any(|grant| grant == GRANT));
        if listed || grants.is_none() && !document.lacks("grant_types_supported") {
            return None;
        }
        let fact = Fact::at(one.index, "")
            .member("grant_types_supported")
            .expected(GRANT);
        Some(fact.received(grants.map_or("the member is missing".to_owned(), words::list)))
    });
    Verdict::of(announced().next().is_some(), facts)
}
