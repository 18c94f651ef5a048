//! The token endpoint refuses the resource parameter.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/resource-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token endpoint refuses the resource parameter",
    why: "A client must send `resource` with every token request. This server does not know the value, or \
        does not accept that parameter.",
    fix: "Let the authorization server know the MCP server's `resource`, or ignore the parameter. A client \
        must send the value of the authorization request unchanged.",
    cites: &[
        cite::RFC8707_RESOURCE,
        cite::RFC8707_TOKEN_REQUEST,
        cite::MCP_RESOURCE_PARAMETER,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&resource=https%3A%2F%2Fmcp.example.com%2F
            < 400
            < {"error":"invalid_target"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&resource=https%3A%2F%2Fmcp.example.com%2F
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(RULE.id))
        .map(|one| {
            let sent = one.parameter("resource");
            let asked = reading
                .authorization_before(one.index)
                .and_then(|request| request.parameter("resource"));
            let fact =
                Fact::at(one.index, "The token endpoint refuses the resource").member("resource");
            let fact = match asked {
                Some(asked) if sent.is_some_and(|sent| sent != asked) => {
                    fact.expected(asked).party(Party::Client)
                }
                _ => fact,
            };
            fact.received(sent.map_or_else(|| refusal::said(reading, one), str::to_owned))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
