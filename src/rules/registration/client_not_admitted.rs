//! Only approved clients may register.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/client-not-admitted",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "Only approved clients may register",
    why: "The registration endpoint answers 403 to clients that the vendor has not put on a list, whatever \
        they send.",
    fix: "Ask the vendor to approve the client, use a client that is on the list, or use a personal access token \
        where the vendor has one.",
    cites: &[
        cite::RFC7591_REGISTRATION_ENDPOINT,
        cite::RFC7591_ERROR,
        cite::MCP_DYNAMIC_REGISTRATION,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < Forbidden
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 400
            < {"error":"invalid_client_metadata","error_description":"client_name is not on the allowlist"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < Content-Type: text/html
            < <html>Request blocked</html>
        "#,
    ],
    check,
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "does not let this client register")
}
