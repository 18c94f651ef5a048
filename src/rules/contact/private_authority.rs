//! A certificate of a private authority that the client does not know.

use crate::evidence::reading::Reading;
use crate::http::{Failure, FailureKind};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::operator;
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
    why: "A company proxy or a private certificate authority signs the connection. Browsers on managed machines \
        trust it; Node, Python and many clients bring their own list and refuse it.",
    fix: "Make the client trust the authority: NODE_EXTRA_CA_CERTS=<file> (Node), SSL_CERT_FILE or \
        REQUESTS_CA_BUNDLE (Python), or the system's own list (node --use-system-ca). Do not turn verification off.",
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
    judge(reading, RULE.id, is_private)
}

/// Judges the TLS failures whose message is of one sort.
pub fn judge(reading: &Reading, rule: &str, sort: fn(&str) -> bool) -> Verdict {
    let is_of_sort = |failure: &&Failure| {
        failure.kind == FailureKind::Tls && sort(&failure.message.to_ascii_lowercase())
    };
    let mut facts: Vec<Fact> = Vec::new();
    for (index, exchange) in reading.of_flow() {
        if let Some(failure) = exchange.failure.as_ref().filter(is_of_sort) {
            let title = format!("The TLS connection to {} fails", exchange.request.url);
            let fact = Fact::at(index, title).received(failure.message.clone());
            facts.push(with_party(reading, index, fact));
        }
    }
    let looked = reading.of_flow().next().is_some();
    if !looked && reading.claimed(rule) {
        facts.push(Fact::default().told());
    }
    Verdict::of(looked, facts)
}

/// The machine that distrusts an authority is the person's; a certificate is its server's.
fn with_party(reading: &Reading, index: usize, fact: Fact) -> Fact {
    let message = fact
        .received
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match is_private(&message) {
        true => fact,
        false => fact.party(operator::of(reading, index)),
    }
}

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
