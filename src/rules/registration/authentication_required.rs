//! Registration demands a credential.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/authentication-required",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "Registration demands a credential",
    why: "The registration endpoint wants an initial access token or a login that a client does not have, so it \
        cannot register itself.",
    fix: "Open the registration endpoint to anonymous clients, or offer client ID metadata documents. \
        Users can register an OAuth app by hand and give its client id to the client, or give the client \
        an initial access token.",
    cites: &[
        cite::RFC7591_REGISTRATION_ENDPOINT,
        cite::MCP_DYNAMIC_REGISTRATION,
        cite::MCP_PRE_REGISTRATION,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 401
            < WWW-Authenticate: Bearer
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < {"error":"access_denied","error_description":"An initial access token is required"}
        "#,
        r#"
            > POST https://auth.example.com/oauth2/v1/clients
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < {"errorCode":"E0000005","errorSummary":"Invalid session","errorCauses":[]}
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < WWW-Authenticate: Bearer
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 302
            < Location: https://auth.example.com/login
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
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(
        reading,
        RULE.id,
        "accepts registrations only with a credential",
    )
}
