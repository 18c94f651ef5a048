//! The token was issued by another issuer than the server trusts.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/issuer",
    severity: Severity::Error,
    party: Party::Server,
    title: "The token was issued by another issuer than the server trusts",
    why: "The MCP server compares `iss` of the token with its configuration. Metadata that names one \
        authorization server and a token from another, or a slash at the end, is enough to refuse.",
    fix: "Configure the MCP server with exactly the `iss` that is in the tokens, and name that issuer in \
        `authorization_servers`.",
    cites: &[cite::MCP_TOKEN_HANDLING, cite::RFC9068_CLAIMS],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", error_description="Unexpected issuer"
        "#,
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL290aGVyLmV4YW1wbGUuY29tIiwiYXVkIjoiaHR0cHM6Ly9tY3AuZXhhbXBsZS5jb20vbWNwIn0.sig
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

const ANOTHER: &str = "Use a token from an authorization server that this server names, or sign in instead. If it already is, the \
    server's operator must accept its issuer.";

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let claims = one
            .credential
            .as_ref()
            .and_then(|credential| credential.claims.as_ref());
        let fact = Fact::at(one.index, "").member("iss");
        let fact = refusal::of_token(reading, one, fact, ANOTHER);
        match claims.and_then(|claims| refusal::foreign_issuer(reading, claims)) {
            Some(issuer) => fact.received(issuer).inferred(),
            None => fact,
        }
    })
}
