//! A certificate of a private authority that the client does not know.

use crate::evidence::reading::Reading;
use crate::http::FailureKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/private-authority",
    severity: Severity::Error,
    party: Party::User,
    alternatives: &[(
        "contact/tls",
        "Open the address in a browser on another network: if it fails there as well, the server does not send its whole chain.",
    )],
    title: "The certificate comes from an authority that this client does not know",
    why: text!(
        "A company proxy or a private certificate authority signs the connection. Browsers on managed machines \
        trust it, Node, Python and many clients bring their own list and refuse it."
    ),
    fix: text!(
        "Give the client the authority: NODE_EXTRA_CA_CERTS=<file> (Node), SSL_CERT_FILE or REQUESTS_CA_BUNDLE \
        (Python), or the system's own list (node --use-system-ca). Do not switch verification off."
    ),
    cites: &[cite::RFC9728_TLS, cite::RFC9525_SERVER_IDENTITY],
    fails: examples![
        "
            > POST https://mcp.corp.example/mcp
            ! tls self-signed certificate in certificate chain
        ",
        "
            symptom: Error: SELF_SIGNED_CERT_IN_CHAIN
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        ",
        "
            > POST https://mcp.example.com/mcp
            ! tls certificate has expired
        ",
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    judge(reading, is_private)
}

/// Judges TLS failures of exchanges, else of the symptom, whose message is of one sort.
pub fn judge(reading: &Reading, sort: fn(&str) -> bool) -> Verdict {
    let mut looked = false;
    for (index, exchange) in reading.of_flow() {
        looked = true;
        let failed = exchange.failure.as_ref();
        if let Some(failure) = failed.filter(|one| one.kind == FailureKind::Tls)
            && sort(&failure.message.to_ascii_lowercase())
        {
            let fact = Fact::at(index, "").received(failure.message.clone());
            return Verdict::Fail(vec![fact]);
        }
    }
    if reading.symptom_says(&TLS_WORDS) && sort(&reading.symptom) {
        let symptom = reading.evidence.symptom.clone().unwrap_or_default();
        return Verdict::Fail(vec![Fact::default().received(symptom).inferred()]);
    }
    Verdict::of(looked, Vec::new())
}

/// What TLS libraries say, in lower case; of OpenSSL, Node, Go, Rust, Java, .NET, Chromium and Firefox.
const TLS_WORDS: [&str; 16] = [
    "certificate",
    "cert_",
    "_cert",
    "err_ssl",
    "ssl_error",
    "ssl routines",
    "sslv3",
    "handshake failure",
    "tls handshake",
    "unable_to_verify_leaf",
    "unable_to_get_issuer",
    "x509:",
    "altnames",
    "pkix path",
    "eproto",
    "wrong version number",
];

/// Whether a TLS message, in lower case, speaks of an unknown authority.
#[must_use]
pub fn is_private(message: &str) -> bool {
    const WORDS: [&str; 8] = [
        "self signed",
        "self-signed",
        "self_signed_cert_in_chain",
        "depth_zero_self_signed",
        "unable to get local issuer",
        "unable_to_get_issuer",
        "unknown authority",
        "authority_invalid",
    ];
    WORDS.iter().any(|word| message.contains(word))
}
