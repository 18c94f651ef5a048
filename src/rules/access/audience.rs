//! The token is for another audience.

use super::intended;
use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/audience",
    severity: Severity::Error,
    party: Party::Server,
    title: "The token is for another audience",
    why: "The MCP server accepts only tokens that name it as audience. This one was issued for something else, \
        because `resource` was not sent, not honoured, or the server expects another name than it publishes.",
    fix: "Compare three values: `resource` in the metadata, `resource` in the client's requests, and `aud` \
        of the token. Make the authorization server issue tokens for that resource, and the MCP server \
        expect exactly that value.",
    cites: &[
        cite::MCP_TOKEN_HANDLING,
        cite::MCP_TOKEN_AUDIENCE,
        cite::RFC7519_AUDIENCE,
        cite::RFC8707_RESOURCE,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", error_description="Invalid audience"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < {"error":"invalid_token","error_description":"Token is bound to a different resource"}
        "#,
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"IDX10214: Audience validation failed\"
        ",
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly9kZWZhdWx0In0.sig
            < 401
        ",
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.sig
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

const ANOTHER: &str = "Use a token that was issued for this server, or sign in instead. If it was, the server's operator \
    must accept its audience.";

fn check(reading: &Reading) -> Verdict {
    // Without `resource` the authorization server can't know whom the token is for (RFC 8707 §2).
    let party = match intended::asked_without_resource(reading) {
        true => Party::Client,
        false => Party::Server,
    };
    refusal::facts(reading, RULE.id, &|one| {
        let credential = one.credential.as_ref();
        let claims = credential.and_then(|credential| credential.claims.as_ref());
        let fact = |title: String| {
            let fact = Fact::at(one.index, title).member("aud").party(party);
            refusal::of_token(reading, one, fact, ANOTHER)
        };
        match (
            claims,
            claims.and_then(|claims| intended::foreign(reading, claims)),
        ) {
            (Some(claims), Some(expected)) => {
                let found = words::list(&claims.aud);
                let title = format!(
                    "The server refuses the token, which is for {found} and not for {expected}"
                );
                fact(title).expected(expected).received(found)
            }
            // RFC 9068 §2.2 requires `aud`.
            (Some(claims), None) if claims.aud.is_empty() => {
                fact("The server refuses the token, which names no audience".to_owned())
                    .received("no audience")
            }
            _ => fact("The server says that the token is for another audience".to_owned()),
        }
    })
}
