//! The registration endpoint does not work.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/endpoint-failing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration endpoint does not work",
    why: "The metadata advertises the endpoint, clients use it, and it answers with an error of its own. \
        Clients that could work with a client id given by hand do not ask for one, because registration \
        is advertised.",
    fix: "Implement the endpoint, or take `registration_endpoint` out of the metadata.",
    cites: &[cite::RFC7591_REGISTRATION_ENDPOINT, cite::RFC7591_RESPONSE],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 500
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 301
            < Location: https://www.auth.example.com/register
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 302
            < Location: https://auth.example.com/v2/register
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "does not work")
}
