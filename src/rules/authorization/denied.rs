//! The sign-in was declined.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/denied",
    severity: Severity::Error,
    party: Party::User,
    title: "The sign-in was declined",
    why: "The person declined, or an administrator must approve the app first, so no code was issued. \
        Nothing is broken.",
    fix: "Sign in again and allow the access. If the page asks for an administrator, send them the app's \
        name and the scopes it asks for.",
    cites: &[cite::RFC6749_AUTHORIZATION_ERROR],
    fails: examples![
        "
            > GET http://127.0.0.1:5000/cb?error=access_denied&state=s
            < 200
        "
    ],
    passes: examples![
        "
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("error")
    })
}
