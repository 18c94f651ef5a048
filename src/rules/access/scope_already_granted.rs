//! The server asks for scopes that the token already has.

use super::refusal;
use super::scopes;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/scope-already-granted",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server asks for scopes that the token already has",
    why: "Signing in again gives the same scopes and the same refusal: a loop that no client can get out of.",
    fix: "Make the server accept the scopes it asks for: compare the claim it reads with the one the \
        authorization server writes (`scope` or `scp`), and honour scopes that include others.",
    cites: &[cite::MCP_STEP_UP, cite::RFC6750_ERROR_CODES],
    conformance: &["scope-retry-limit"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","scope":"read write"}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write"
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","scope":"read"}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="write"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .authenticated()
        .filter(|one| refusal::of(reading, one) == Some(super::insufficient_scope::RULE.id))
        .filter_map(|one| {
            let wanted = one.challenge()?.scopes()?;
            let granted = scopes::granted(reading, one)?;
            wanted.iter().all(|scope| granted.contains(scope)).then(|| {
                Fact::at(
                    one.index,
                    format!(
                        "The server asks for {}, which the token has",
                        words::list(&wanted)
                    ),
                )
                .member("scope")
                .received(words::list(&granted))
            })
        });
    Verdict::of(reading.authenticated().next().is_some(), facts)
}
