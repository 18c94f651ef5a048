//! The registration is refused because of a redirect URI.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "registration/redirect-uri-refused",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The registration is refused because of a redirect URI",
    why: "The authorization server does not accept the address where the client waits for the answer, so the client \
        gets no client id.",
    fix: "Let the server accept loopback redirects (`http://127.0.0.1` and `http://localhost`, any port) \
        for native clients and the https callbacks of hosted ones. A client must send `application_type` \
        that fits: `native` for loopback, `web` for https.",
    cites: &[
        cite::RFC7591_ERROR,
        cite::MCP_APPLICATION_TYPE,
        cite::RFC8252_LOOPBACK,
    ],
    conformance: &["sep-837-application-type-present"],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["https://localhost:3000/cb"]}
            < 400
            < {"error":"invalid_redirect_uri"}
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
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .registrations
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(RULE.id))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            let sent = one
                .asked
                .as_ref()
                .and_then(|asked| asked.redirect_uris.as_deref());
            let sent = sent.unwrap_or_default();
            let fact = Fact::at(one.index, title(url, sent))
                .member("redirect_uris")
                .received(refusal::said(reading, one));
            match sent.iter().find_map(|uri| flaw(uri)) {
                Some(expected) => fact.expected(expected).party(Party::Client),
                None => fact,
            }
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}

fn title(url: &str, sent: &[String]) -> String {
    if sent.is_empty() {
        format!("{url} refuses the redirect URI")
    } else {
        format!("{url} refuses the redirect URI {}", words::list(sent))
    }
}

/// What a client itself does wrong (RFC 8252 §7.3, §8.3: loopback is plain http).
fn flaw(uri: &str) -> Option<&'static str> {
    let Ok(address) = Address::parse(uri) else {
        return Some("an absolute URL");
    };
    if address.has_scheme("https") && address.is_loopback() {
        return Some("http for a loopback address");
    }
    (address.has_scheme("http") && !address.is_loopback()).then_some("https, or a loopback address")
}
