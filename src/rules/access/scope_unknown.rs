//! The challenge asks for a scope that does not exist.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::authorization::refusal;
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/scope-unknown",
    severity: Severity::Error,
    party: Party::Server,
    title: "The challenge asks for a scope that does not exist",
    why: "The client does what the challenge says and is refused with `invalid_scope`: the two servers do \
        not agree on the names.",
    fix: "Define the scope at the authorization server, or name in the challenge the one that it has.",
    cites: &[cite::MCP_SCOPE_SELECTION, cite::RFC6749_AUTHORIZATION_ERROR],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="mcp:all"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=mcp%3Aall
            < 302
            < Location: http://127.0.0.1/cb?error=invalid_scope&state=s
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer scope="mcp:all"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=mcp%3Aall
            < 302
            < Location: http://127.0.0.1/cb?code=c&state=s
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let challenged: Vec<String> = reading
        .mcp
        .iter()
        .filter_map(|one| one.challenge()?.scopes())
        .flatten()
        .collect();
    let refusals = refusal::all(reading);
    let facts = refusals
        .iter()
        .filter(|one| {
            one.reason(reading) == Some(crate::rules::authorization::scope_refused::RULE.id)
        })
        .filter_map(|one| {
            let sent = one.parameter("scope")?;
            let asked: Vec<&String> = challenged
                .iter()
                .filter(|scope| sent.split_whitespace().any(|one| one == *scope))
                .collect();
            (!asked.is_empty()).then(|| {
                Fact::at(
                    one.index,
                    format!(
                        "The challenge names {}, and it is refused",
                        words::list(&asked)
                    ),
                )
                .member("scope")
                .received(one.error.shown())
            })
        });
    Verdict::of(!reading.mcp.is_empty(), facts)
}
