//! The registration endpoint does not answer.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unanswered;
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "registration/unreachable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration endpoint does not answer",
    why: "The client can't get a client ID, so the sign-in ends here.",
    fix: "Check that the host name resolves, that the server runs and listens on that port, and that no \
        firewall or proxy drops the connection. If the metadata names a wrong host or port, correct it there.",
    cites: &[cite::MCP_DYNAMIC_REGISTRATION],
    fails: examples![
        "
            > POST https://auth.example.com/register
            > {\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}
            ! timeout no answer in 30 s
        "
    ],
    passes: examples![
        "
            > POST https://auth.example.com/register
            > {\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}
            < 400
        "
    ],
    check: |reading: &Reading| -> Verdict { unanswered::facts(reading, &[Stage::Registration]) },
    ..Rule::BASE
};
