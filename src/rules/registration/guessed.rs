//! The client registered at an endpoint that it made up.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/guessed",
    severity: Severity::Error,
    party: Party::User,
    needs_person: true,
    title: "The client registered at an endpoint that it made up",
    why: "No metadata names a registration endpoint, so the client tried a common path and was refused. The server \
        is not broken: registration is simply not offered there.",
    fix: "Register an OAuth app with the provider by hand and give its client id, and the secret if there \
        is one, to the client; or use a personal access token. The client's author should not guess \
        endpoints.",
    cites: &[
        cite::MCP_CLIENT_REGISTRATION,
        cite::MCP_PRE_REGISTRATION,
        cite::RFC7591_REGISTRATION_ENDPOINT,
    ],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 404
        "#,
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 500
            < Content-Type: text/html
            < <html>Not here</html>
        "#,
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","registration_endpoint":"https://auth.example.com/register"}
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 404
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
        "was guessed by the client: no metadata advertises it, and registration failed there",
    )
}
