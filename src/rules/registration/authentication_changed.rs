//! The registration changed the client's authentication method.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::server::client_authentication::advertised;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/authentication-changed",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The registration changed the client's authentication method",
    why: "A client that goes on as a public one, or by what the metadata lists, is then refused at the \
        token endpoint with `invalid_client`.",
    fix: "Honour `none` where it is asked for, and list in `token_endpoint_auth_methods_supported` what the token \
        endpoint accepts. A client must use the secret and the method that the answer gives.",
    cites: &[
        cite::RFC7591_CLIENT_METADATA,
        cite::RFC7591_RESPONSE,
        cite::RFC8414_METADATA,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"token_endpoint_auth_method":"none"}
            < 201
            < {"client_id":"c","client_secret":"s","token_endpoint_auth_method":"client_secret_post"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","token_endpoint_auth_methods_supported":["none"]}
            > POST https://auth.example.com/register
            < 201
            < {"client_id":"c","client_secret":"s"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"],"token_endpoint_auth_method":"none"}
            < 201
            < {"client_id":"c","token_endpoint_auth_method":"none"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.registrations.iter().filter_map(|one| {
        let view = one.answer.view()?;
        let asked = one
            .asked
            .as_ref()
            .and_then(|asked| asked.token_endpoint_auth_method.as_deref());
        let given = view.token_endpoint_auth_method.as_deref();
        let received = match (given, view.client_secret.is_some()) {
            (Some(method), _) => method,
            (None, true) => "a client secret",
            (None, false) => return None,
        };
        let only_public = advertised(reading)
            .is_some_and(|list| !list.is_empty() && list.iter().all(|one| one == "none"));
        let expected = match asked {
            Some(asked) if asked != received && given.is_some() => asked,
            Some("none") if view.client_secret.is_some() => "none",
            None if only_public && received != "none" => "none",
            _ => return None,
        };
        Some(
            Fact::at(
                one.index,
                format!("The registration gives {received}, expected was {expected}"),
            )
            .member("token_endpoint_auth_method")
            .expected(expected)
            .received(received),
        )
    });
    Verdict::of(!reading.registrations.is_empty(), facts)
}
