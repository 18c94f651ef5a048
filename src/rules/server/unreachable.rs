//! The authorization server does not answer where its metadata should be.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unanswered;
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "server/unreachable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server does not answer",
    why: "Its metadata names the endpoints of the sign-in. Without an answer no client gets any further.",
    fix: "Check that the host name resolves, that the server runs and listens on that port, and that no \
        firewall or proxy drops the connection. If the metadata names a wrong host or port, correct it there.",
    cites: &[cite::RFC8414_REQUEST],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            ! connection connect ECONNREFUSED 203.0.113.7:443
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 404
        "
    ],
    check: |reading: &Reading| -> Verdict { unanswered::facts(reading, &[Stage::Server]) },
    ..Rule::BASE
};
