//! The token answer does not say that the scopes were changed.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/scope-not-named",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token answer does not say that the scopes were changed",
    why: "Without `scope` a client must believe that it got what it asked for, and looks elsewhere for the \
        reason of the 403 that follows.",
    fix: "Send `scope` with the granted scopes whenever they differ from the request.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=read+write
            < 200
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
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
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let asked = |index: usize| {
        let scope = reading.authorization_before(index)?.parameter("scope")?;
        Some(scope.split_whitespace().collect::<Vec<_>>())
    };
    let facts = reading
        .issued()
        .filter(|one| {
            one.answer
                .document()
                .is_some_and(|document| document.lacks("scope"))
        })
        .filter(|one| {
            let asked = asked(one.index).unwrap_or_default();
            reading.authenticated().any(|request| {
                request.index > one.index
                    && request
                        .challenges
                        .value()
                        .iter()
                        .flat_map(|all| &all.list)
                        .any(|challenge| {
                            let wanted = challenge.scopes().unwrap_or_default();
                            challenge.param("error") == Some("insufficient_scope")
                                && !wanted.is_empty()
                                && wanted.iter().all(|scope| asked.contains(&scope.as_str()))
                        })
            })
        })
        .map(|one| Fact::at(one.index, "").member("scope"));
    Verdict::of(reading.issued().next().is_some(), facts)
}
