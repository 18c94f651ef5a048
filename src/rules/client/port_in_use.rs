//! The loopback listener cannot start.

use super::told;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/port-in-use",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Callback),
    title: "The port of the client's loopback listener is taken",
    why: "The browser comes back to a port where another program listens, often an older process of the same client: \
        the code is lost, or the state does not match.",
    fix: "End the old process of the client (or restart the editor), or give the client another port and register \
        that redirect URI.",
    cites: &[cite::RFC8252_LOOPBACK],
    fails: examples![
        "
            symptom: Error: listen EADDRINUSE: address already in use 127.0.0.1:7890
        "
    ],
    passes: examples![
        "
            symptom: Error: connect ECONNREFUSED 127.0.0.1:7890
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::FreePort]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    told::verdict(reading, RULE.id)
}
