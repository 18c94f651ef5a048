//! The token is for another audience.

use super::intended;
use super::refused::{self, Branch};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "access/audience",
    rows: &[114, 112],
    severity: Severity::Error,
    party: Party::Server,
    title: "The token is for another audience",
    why: text!(
        "The MCP server takes only tokens that name it as audience. This one was issued for something \
        else, because `resource` was not sent, not honoured, or the server expects another name than it \
        publishes."
    ),
    fix: text!(
        "Compare three values: `resource` in the metadata, `resource` in the client's requests, and `aud` \
        of the token. Make the authorization server issue tokens for that resource, and the MCP server \
        expect exactly that value."
    ),
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
            symptom: IDX10214: Audience validation failed
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
        ",
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly9kZWZhdWx0In0.sig
            < 401
        ",
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

fn check(reading: &Reading) -> Verdict {
    refused::facts(reading, Branch::Audience, &|one| {
        let claims = one
            .credential
            .as_ref()
            .and_then(|credential| credential.claims.as_ref());
        let expected = claims.and_then(|claims| intended::foreign(reading, claims));
        let found = claims.map(|claims| words::list(&claims.aud));
        match (expected, found) {
            (Some(expected), Some(found)) => {
                let title = format!(
                    "The server refuses the token, which is for {found} and not for {expected}"
                );
                Fact::at(one.index, title)
                    .member("aud")
                    .expected(expected)
                    .received(found)
            }
            _ => Fact::at(
                one.index,
                "The server says that the token is for another audience",
            )
            .member("aud"),
        }
    })
}
