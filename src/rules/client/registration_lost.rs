//! The client has forgotten its registration by the time the code comes.

use super::told;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;

use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/registration-lost",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Token),
    title: "The client has lost its registration before it could exchange the code",
    why: "A code can be exchanged only by the client that asked for it. This one could not store its registration, lost the callback to \
        another process, or was refused with `invalid_client` and forgot it.",
    fix: "Delete what the client has stored of this server and sign in again, with one instance of it. If it happens \
        again, look at the first answer of the token endpoint.",
    alternatives: &[(
        "token/client-authentication",
        "The first token request with its answer: `invalid_client` there means that the client is refused, not lost.",
    )],
    cites: &[cite::RFC6749_TOKEN_REQUEST],
    fails: examples![
        r#"
            symptom: Existing OAuth client information is required when exchanging an authorization code
        "#
    ],
    passes: examples![
        r#"
            symptom: Error: invalid_client
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::RegisterAgain]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    told::verdict(reading, RULE.id)
}
