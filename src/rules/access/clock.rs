//! The token is not valid yet by the server's clock.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/clock",
    severity: Severity::Error,
    party: Party::Server,
    title: "The token is not valid yet by the server's clock",
    why: "Its `iat` or `nbf` is in the future for the MCP server: the clocks of the two servers differ.",
    fix: "Synchronise both servers by NTP, and allow a minute of leeway.",
    cites: &[cite::RFC7519_NOT_BEFORE, cite::RFC7519_EXPIRATION],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", error_description="Token not yet valid"
        "#,
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDB9.sig
            < 401
            < Date: Tue, 14 Nov 2023 22:03:20 GMT
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
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("nbf")
    })
}
