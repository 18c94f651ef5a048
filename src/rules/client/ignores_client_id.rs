//! The client registers although a client id is configured.

use super::told;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "client/ignores-client-id",
    severity: Severity::Error,
    party: Party::Client,
    explains: &["registration/"],
    title: "The client tries to register although a client id is configured",
    why: text!(
        "A client id of one's own is there for servers without registration; a client that registers all the same \
        fails at every one of them."
    ),
    fix: text!(
        "See where this client expects the id (often it must be entered before the first connection, or under \
        another name), and update it."
    ),
    cites: &[cite::MCP_PRE_REGISTRATION, cite::MCP_CLIENT_REGISTRATION],
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
    let id = reading.symptom_says(&["client_id", "client id", "clientid", "oauth credentials"]);
    let configured = reading.symptom_says(&[
        "configured",
        "pre-registered",
        "preregistered",
        "provided",
        "supplied",
        "static",
        "is set",
        "in the config",
    ]);
    let ignored = reading.symptom_says(&[
        "ignore",
        "despite",
        "even though",
        "although",
        "still",
        "anyway",
        "not used",
        "not honor",
        "not honour",
    ]);
    let registers = reading.symptom_says(&["regist", "dcr"]);
    let lacks = reading.symptom_says(&["no client id", "no client_id", "no clientid"]);
    told::verdict(reading, id && !lacks && configured && ignored && registers)
}
