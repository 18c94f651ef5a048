//! The server expects a JWT and the token is opaque.

use super::refused::{self, Branch};
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/opaque-token",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The server expects a JWT and the token is opaque",
    why: text!(
        "The authorization server issues opaque tokens where no `resource` or audience was asked for, and \
        the MCP server tries to decode the token instead of asking about it."
    ),
    fix: text!(
        "Send `resource` in the authorization and token requests, and configure the authorization server \
        to issue a JWT for that resource; or let the MCP server use introspection."
    ),
    cites: &[
        cite::MCP_RESOURCE_PARAMETER,
        cite::RFC9068_CLAIMS,
        cite::MCP_TOKEN_HANDLING,
    ],
    fails: examples![
        "
            symptom: Invalid Compact JWS
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer opaque
            < 401
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer opaque
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refused::facts(reading, Branch::Opaque, &|one| {
        Fact::at(one.index, "").member("Authorization")
    })
}
