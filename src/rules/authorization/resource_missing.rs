//! The client does not name the resource.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::evidence::step::AuthorizationRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "authorization/resource-missing",
    severity: Severity::Warning,
    party: Party::Client,
    since: Revision::V2025_06_18,
    title: "The client does not name the resource",
    why: "Without `resource` the authorization server does not know for which server the token is meant: \
        it issues an opaque token or one for another audience, which the MCP server refuses.",
    fix: "Send `resource` with the metadata's `resource` value in the authorization request and in every \
        token request, refresh included.",
    cites: &[cite::MCP_RESOURCE_PARAMETER, cite::RFC8707_RESOURCE, cite::MCP_TOKEN_AUDIENCE],
    conformance: &["resource-parameter-in-authorization"],
    fails: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb
            < 302
            < Location: http://127.0.0.1/cb?error=invalid_request&error_description=resource+parameter+is+required
        ", "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb
            < 200
        ",
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb
            < 400
            < Bad request
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&resource=https%3A%2F%2Fmcp.example.com
            < 302
            < Location: https://auth.example.com/login
        "#,
    ],
    passes: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&resource=https%3A%2F%2Fmcp.example.com
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let demanded: Vec<usize> = refusal::all(reading)
        .iter()
        .filter(|one| one.reason(reading) == Some(RULE.id))
        .map(|one| one.index)
        .collect();
    let whole = |one: &&AuthorizationRequest| {
        one.parameter("response_type").is_some() && one.parameter("client_id").is_some()
    };
    let mut facts: Vec<Fact> = demanded
        .iter()
        .map(|index| {
            Fact::at(
                *index,
                "The authorization server wants `resource`, and the client did not send it",
            )
            .member("resource")
            .severity(Severity::Error)
        })
        .collect();
    let silent = reading
        .authorizations
        .iter()
        .filter(whole)
        .find(|one| one.parameter("resource").is_none());
    if let (Some(one), true) = (silent, facts.is_empty()) {
        facts.push(
            Fact::at(one.index, "The authorization request names no `resource`")
                .member("resource")
                .expected_if(reading.server.as_deref()),
        );
    }
    Verdict::of(!reading.authorizations.is_empty(), facts)
}
