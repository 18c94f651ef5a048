//! The browser never came back to the client.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/never-came",
    severity: Severity::Error,
    party: Party::User,
    title: "The browser never came back to the client",
    why: "The sign-in may not have been finished, the provider may have shown an error page instead of \
        redirecting, or the browser runs on another machine than the client.",
    fix: "Look at the browser's last page. If it shows an error about the redirect URI, register the one \
        the client uses. If it is an address of this machine that does not load, paste that address into \
        the client where it offers that.",
    cites: &[cite::RFC6749_INVALID_ENDPOINT, cite::RFC8252_LOOPBACK],
    fails: examples![
        "
            symptom: Timeout waiting for OAuth callback
        "
    ],
    passes: examples![
        "
            symptom: Timeout waiting for OAuth callback
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::OpenByHand]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    if !reading.claimed(RULE.id) {
        return Verdict::NotApplicable;
    }
    if !reading.callbacks.is_empty() {
        return Verdict::Pass;
    }
    let last = reading.authorizations.last().map(|one| one.index);
    Verdict::Fail(vec![Fact::default().shown_by(last).told()])
}
