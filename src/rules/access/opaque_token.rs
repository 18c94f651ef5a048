//! The server expects a JWT and the token is opaque.

use super::intended;
use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/opaque-token",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The server expects a JWT and the token is opaque",
    why: "The authorization server issues opaque tokens where no `resource` or audience was asked for, and \
        the MCP server tries to decode the token instead of asking about it.",
    fix: "Send `resource` in the authorization and token requests, and configure the authorization server \
        to issue a JWT for that resource; or let the MCP server use introspection.",
    cites: &[
        cite::MCP_RESOURCE_PARAMETER,
        cite::RFC9068_CLAIMS,
        cite::MCP_TOKEN_HANDLING,
    ],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer opaque
            < 401
            < Content-Type: text/plain
            < Invalid Compact JWS
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
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let fact = Fact::at(one.index, "").member("Authorization");
        match intended::sent_resource(reading) {
            true => fact,
            false => fact.party(Party::Client),
        }
    })
}

/// Without `resource` some authorization servers issue tokens that only they can read, and sending it is the client's part
/// (MCP, resource parameter implementation).
fn ways(situation: &Situation<'_>) -> Ways {
    match intended::sent_resource(situation.reading) {
        true => Ways::NONE,
        false => Ways::first(&[ActionKind::ReportToClient]),
    }
}
