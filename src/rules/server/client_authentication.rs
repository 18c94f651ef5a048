//! The token endpoint does not say that it accepts public clients.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/client-authentication",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token endpoint does not say that it accepts public clients",
    why: "Desktop and browser clients have no secret. Where `none` is not listed, some clients choose a \
        method that they have no secret for, and registrations end with a secret that is then sent in \
        the wrong way.",
    fix: "If public clients are accepted, add `none` to `token_endpoint_auth_methods_supported`; if not, tell users \
        to register a confidential client.",
    cites: &[
        cite::RFC8414_METADATA,
        cite::CLIENT_ID_METADATA_DOCUMENT,
        cite::RFC7591_CLIENT_METADATA,
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["client_secret_basic"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["none"]}
        "#
    ],
    check,
    ..Rule::BASE
};

const MEMBER: &str = "token_endpoint_auth_methods_supported";

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let Some(methods) = document
            .view
            .token_endpoint_auth_methods_supported
            .as_deref()
        else {
            let title =
                format!("The metadata has no `{MEMBER}`, which means `client_secret_basic`");
            let fact = Fact::at(one.index, title).member(MEMBER);
            return document
                .lacks(MEMBER)
                .then(|| fact.severity(Severity::Info));
        };
        let public = methods.iter().any(|method| method == "none");
        (!public).then(|| {
            let methods = words::list(methods);
            Fact::at(
                one.index,
                format!("`{MEMBER}` is {methods}, without `none`"),
            )
            .member(MEMBER)
            .received(methods)
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

/// The methods that the first metadata with such a list has.
#[must_use]
pub fn advertised<'a>(reading: &'a Reading) -> Option<&'a [String]> {
    reading.server_documents().find_map(|(_, document)| {
        document
            .view
            .token_endpoint_auth_methods_supported
            .as_deref()
    })
}
