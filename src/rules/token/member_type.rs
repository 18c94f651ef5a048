//! A member of the token answer has the wrong type.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/member-type",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "A member of the token answer has the wrong type",
    why: "Strict clients check the whole answer against its specification and refuse all of it for one null or \
        string in the wrong place.",
    fix: "Send each member with the type that its specification gives it, and leave out what has no value.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":null}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer","expires_in":3600}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let views = || {
        reading
            .issued()
            .filter_map(|one| Some((one.index, one.answer.view()?)))
    };
    let facts = views()
        .flat_map(|(index, view)| words::type_clashes(index, &view.deviations))
        // The lifetime has a rule of its own.
        .filter(|fact| fact.member.as_deref() != Some("expires_in"));
    Verdict::of(views().next().is_some(), facts)
}
