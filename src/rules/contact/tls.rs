//! The TLS handshake fails.

use super::{private_authority, scheme};
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/tls",
    severity: Severity::Error,
    party: Party::Server,
    alternatives: &[(
        "contact/private-authority",
        "Open the address in a browser on another network: if it works there, a proxy in between replaces the certificate.",
    )],
    title: "The TLS handshake fails: the certificate is not accepted",
    why: "The connection ends before HTTP begins, so no client gets as far as signing in.",
    fix: "Serve the whole certificate chain for exactly this host name and renew it before it expires. If only \
        this machine refuses it, see whether a proxy replaces certificates.",
    cites: &[cite::RFC9728_TLS, cite::RFC9525_SERVER_IDENTITY],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            ! tls net::ERR_CERT_DATE_INVALID
        ",
        "
            symptom: fetch failed: unable to verify the first certificate
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        ",
        "
            > POST https://mcp.example.com/mcp
            ! tls self-signed certificate in certificate chain
        ",
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    private_authority::judge(reading, RULE.id, |message| {
        !private_authority::is_private(message) && !scheme::speaks_no_tls(message)
    })
}
