//! The identity provider lists what it issues for other domains, and identity assertions are not among it.

use crate::evidence::reading::Reading;
use crate::flow::token::ID_JAG;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/identity-chaining",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The identity provider does not list identity assertions",
    why: "`identity_chaining_requested_token_types_supported` is how a client knows that an identity provider issues identity assertions. \
        Where the list is there and does not name them, a client does not ask, or is refused, and the person signs in at each server.",
    fix: "At the identity provider, switch on identity assertions (cross-app access), or list \
        `urn:ietf:params:oauth:token-type:id-jag` if it issues them.",
    cites: &[
        cite::IDENTITY_CHAINING_METADATA,
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
    ],
    fails: examples![
        r#"
            > GET https://idp.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://idp.example.com","identity_chaining_requested_token_types_supported":["urn:ietf:params:oauth:token-type:jwt"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://idp.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://idp.example.com","identity_chaining_requested_token_types_supported":["urn:ietf:params:oauth:token-type:id-jag"]}
        "#
    ],
    check,
    ..Rule::BASE
};

const MEMBER: &str = "identity_chaining_requested_token_types_supported";

fn check(reading: &Reading) -> Verdict {
    let listed = || {
        reading.server_documents().filter_map(|(one, document)| {
            let types = document
                .view
                .identity_chaining_requested_token_types_supported
                .as_deref()?;
            Some((one, document, types))
        })
    };
    let facts = listed()
        .filter(|(.., types)| !types.iter().any(|one| one == ID_JAG))
        .map(|(one, document, types)| {
            let asked = reading.tokens.iter().any(|token| {
                let here = document.view.token_endpoint.as_deref();
                here == Some(token.exchange.request.url.as_str())
                    && token.parameter("requested_token_type") == Some(ID_JAG)
            });
            let fact = Fact::at(one.index, "")
                .member(MEMBER)
                .expected(ID_JAG)
                .received(words::list(types));
            match asked {
                true => fact,
                false => fact.severity(Severity::Info),
            }
        });
    Verdict::of(listed().next().is_some(), facts)
}
