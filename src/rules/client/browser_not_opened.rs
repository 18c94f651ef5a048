//! The browser did not open.

use super::told;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/browser-not-opened",
    severity: Severity::Error,
    party: Party::User,
    at: Some(Stage::Authorization),
    title: "The client could not open a browser",
    why: "Without a desktop (SSH, container, WSL, CI) nothing opens the authorization URL, and the client waits \
        for a callback that cannot come.",
    fix: "Open the URL that the client printed in a browser on any machine and paste the address that it ends at \
        back into the client, or forward the callback's port.",
    cites: &[cite::RFC6749_AUTHORIZATION_REQUEST],
    fails: examples![
        "
            symptom: Failed to open browser: spawn xdg-open ENOENT
        "
    ],
    passes: examples![
        "
            symptom: Timed out waiting for the callback
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::OpenByHand]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    told::verdict(reading, RULE.id)
}
