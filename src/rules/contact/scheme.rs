//! One end speaks TLS and the other does not.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::http::{Exchange, FailureKind};
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "contact/scheme",
    severity: Severity::Error,
    party: Party::User,
    title: "The address has the wrong scheme for its port",
    why: "One side speaks TLS and the other does not, so neither understands the other. Certificates are not the \
        problem.",
    fix: "Use `http://` where the port does not speak TLS (only on this machine), and `https://` where it does. \
        Where a document of the server names the address, correct it there.",
    cites: &[cite::RFC9728_TLS],
    fails: examples![
        "
            > POST https://mcp.example.com:8000/mcp
            ! tls EPROTO: ssl3_get_record:wrong version number
        ",
        "
            > POST http://mcp.example.com:8443/mcp
            < 400
            < The plain HTTP request was sent to HTTPS port
        ",
        "
            symptom: fetch failed: SSL routines:ssl3_get_record:wrong version number
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            ! tls certificate has expired
        ",
        "
            > POST http://localhost:8000/mcp
            < 400
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::UseOtherAddress]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let exchanges = &reading.evidence.exchanges;
    let found = exchanges
        .iter()
        .enumerate()
        .find_map(|(index, exchange)| Some((index, exchange, wrong(exchange)?)));
    if let Some((index, exchange, how)) = found {
        let place = Address::parse(&exchange.request.url)
            .map_or_else(|_| String::new(), |one| one.host_and_port.to_owned());
        let said = exchange.failure.as_ref().map(|one| one.message.clone());
        let fact = Fact::at(index, format!("{place} {how}")).received_if(said);
        // Only the MCP endpoint's address is the user's; a document of the server names the others.
        let entered = reading.mcp_at(index).is_some();
        return Verdict::Fail(vec![match entered {
            true => fact,
            false => fact.party(Party::Server).ways(Ways::NONE),
        }]);
    }
    if speaks_no_tls(&reading.symptom) {
        let symptom = reading.evidence.symptom.clone().unwrap_or_default();
        let fact = Fact::titled("The port does not speak TLS")
            .received(symptom)
            .inferred();
        return Verdict::Fail(vec![fact]);
    }
    Verdict::of(!exchanges.is_empty(), Vec::new())
}

fn wrong(exchange: &Exchange) -> Option<&'static str> {
    if let Some(failure) = &exchange.failure {
        let may_be = matches!(
            failure.kind,
            FailureKind::Tls | FailureKind::Other | FailureKind::Connection
        );
        let says = speaks_no_tls(&failure.message.to_ascii_lowercase());
        return (may_be && says).then_some("does not speak TLS, and was called with https");
    }
    let is_plain = exchange.request.url.starts_with("http://");
    let body = exchange.body().unwrap_or_default();
    let says = is_plain && exchange.status() == 400 && speaks_tls(&body.to_ascii_lowercase());
    says.then_some("speaks TLS, and was called with http")
}

/// Whether a TLS library says, in lower case, that what came was no TLS; of OpenSSL, Go, Firefox.
#[must_use]
pub fn speaks_no_tls(message: &str) -> bool {
    const WORDS: [&str; 5] = [
        "wrong version number",
        "wrong_version_number",
        "packet length too long",
        "first record does not look like a tls handshake",
        "ssl_error_rx_record_too_long",
    ];
    WORDS.iter().any(|word| message.contains(word))
}

/// Whether a server says, in lower case, that what came should have been TLS; of nginx, Go, Apache.
fn speaks_tls(body: &str) -> bool {
    const WORDS: [&str; 3] = [
        "plain http request was sent to https port",
        "client sent an http request to an https server",
        "speaking plain http to an ssl-enabled server port",
    ];
    WORDS.iter().any(|word| body.contains(word))
}
