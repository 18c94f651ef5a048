//! The token endpoint does not answer.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unanswered;
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "token/unreachable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token endpoint does not answer",
    why: "The login succeeded, but the client can't exchange the code for a token.",
    fix: "Check that the host name resolves, that the server runs and listens on that port, and that no \
        firewall or proxy drops the connection. If the metadata names a wrong host or port, correct it there.",
    cites: &[cite::RFC6749_TOKEN_REQUEST],
    fails: examples![
        "
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            ! connection connect ECONNREFUSED 203.0.113.7:443
        "
    ],
    passes: examples![
        "
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
        "
    ],
    check: |reading: &Reading| -> Verdict { unanswered::facts(reading, &[Stage::Token]) },
    ..Rule::BASE
};
