//! Only admitted clients may register.

use super::outcome::{self, Refused};
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/client-not-admitted",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "Only admitted clients may register",
    why: "The registration endpoint answers 403 to clients that the vendor has not put on a list, whatever \
        they send.",
    fix: "Ask the vendor to admit the client, use a client that is on the list, or use a personal access \
        token where the vendor has one.",
    cites: &[
        cite::RFC7591_REGISTRATION_ENDPOINT,
        cite::RFC7591_ERROR,
        cite::MCP_DYNAMIC_REGISTRATION,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 403
            < Forbidden
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#
    ],
    check,
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    outcome::facts(
        reading,
        Refused::NotAdmitted,
        "does not let this client register",
    )
}
