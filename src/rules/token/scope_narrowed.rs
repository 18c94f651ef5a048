//! Fewer scopes were granted than asked for.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/scope-narrowed",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "Fewer scopes were granted than asked for",
    why: "That is allowed: the person or a policy left some out. Calls that need them will be refused with \
        403.",
    fix: "If those calls are needed, sign in again and allow the scopes, or let the authorization server's \
        administrator grant them to this client.",
    cites: &[cite::RFC6749_SCOPE, cite::RFC6749_TOKEN_RESPONSE],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=read+write
            < 200
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","scope":"read"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&scope=read+write
            < 200
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","scope":"write read"}
        "#
    ],
    check,
    ..Rule::BASE
};

/// These ask for something else than access to the resource, and servers seldom list them in the answer.
const IDENTITY: [&str; 5] = ["openid", "profile", "email", "offline_access", "address"];

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .issued()
        .filter(|one| one.grant() != Some("refresh_token"))
        .filter_map(|one| {
            let granted = one.answer.view()?.scope.clone()?;
            let asked = reading
                .authorization_before(one.index)?
                .parameter("scope")?;
            let lost: Vec<&str> = asked
                .split_whitespace()
                .filter(|scope| !granted.split([' ', ',']).any(|one| one == *scope))
                .filter(|scope| !IDENTITY.contains(scope))
                .collect();
            (!lost.is_empty()).then(|| {
                Fact::at(
                    one.index,
                    format!("The scope {} was not granted", words::list(&lost)),
                )
                .member("scope")
                .expected(asked)
                .received(granted)
            })
        });
    Verdict::of(reading.issued().next().is_some(), facts)
}
