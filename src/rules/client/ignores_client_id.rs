//! The client registers although a client id is configured.

use super::told;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/ignores-client-id",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Registration),
    title: "The client tries to register although a client id is configured",
    why: "Your own client id is meant for servers without registration; a client that registers anyway fails at all \
        of them.",
    fix: "Check where this client expects the id (often it must be entered before the first connection, or under \
        another name), and update the client.",
    cites: &[cite::MCP_PRE_REGISTRATION, cite::MCP_CLIENT_REGISTRATION],
    conformance: &["pre-registration-auth"],
    fails: examples![
        "
            symptom: client ignores the configured client_id and still attempts dynamic client registration
        "
    ],
    passes: examples![
        "
            symptom: No client ID configured, although the metadata offers registration
        ",
        "
            symptom: dynamic client registration failed
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    told::verdict(reading, RULE.id)
}
