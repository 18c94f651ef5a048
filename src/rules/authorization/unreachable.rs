//! The authorization endpoint does not answer.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unanswered;
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "authorization/unreachable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization endpoint does not answer",
    why: "The browser can't show the login page, so the sign-in ends here.",
    fix: "Check that the host name resolves, that the server runs and listens on that port, and that no \
        firewall or proxy drops the connection. If the metadata names a wrong host or port, correct it there.",
    cites: &[cite::RFC6749_AUTHORIZATION_ENDPOINT],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=a
            ! dns getaddrinfo ENOTFOUND auth.example.com
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=a
            < 200
        "
    ],
    check: |reading: &Reading| -> Verdict { unanswered::facts(reading, &[Stage::Authorization]) },
    ..Rule::BASE
};
