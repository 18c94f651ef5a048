//! The token request does not name the resource.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "token/resource-missing",
    severity: Severity::Warning,
    party: Party::Client,
    since: Revision::V2025_06_18,
    title: "The token request does not name the resource",
    why: "`resource` belongs in every token request, refresh included. Without it the authorization server \
        may issue a token for another audience, or an opaque one, that the MCP server refuses.",
    fix: "Send the same `resource` as in the authorization request.",
    cites: &[cite::MCP_RESOURCE_PARAMETER, cite::RFC8707_TOKEN_REQUEST],
    conformance: &["resource-parameter-in-token"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&resource=https%3A%2F%2Fmcp.example.com
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
        .filter(|one| one.grant().is_some() && one.parameter("resource").is_none())
        .map(|one| {
            let grant = one.grant().unwrap_or_default();
            let title = format!("The {grant} request names no `resource`");
            Fact::at(one.index, title)
                .member("resource")
                .expected_if(reading.server.as_deref())
        })
        .take(1);
    Verdict::of(!reading.tokens.is_empty(), facts)
}
