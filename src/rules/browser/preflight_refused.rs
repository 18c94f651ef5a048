//! A preflight is refused.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::Preflight;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::{cors, operator};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "browser/preflight-refused",
    severity: Severity::Error,
    party: Party::Server,
    title: "The CORS preflight is refused",
    why: "Before a page sends JSON, a token or an MCP header, the browser asks with OPTIONS, without any \
        credential. If that is not answered with 2xx and the right headers, the request itself is never sent.",
    fix: "Answer OPTIONS with 204 before the authentication check, with Access-Control-Allow-Origin, -Methods and \
        -Headers.",
    cites: &[cite::FETCH_PREFLIGHT],
    fails: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            > Access-Control-Request-Method: POST
            < 401
        ",
        "
            > OPTIONS https://auth.example.com/register
            > Origin: https://app.example
            < 204
        ",
    ],
    passes: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            > Access-Control-Request-Method: POST
            < 204
            < Access-Control-Allow-Origin: *
            < Access-Control-Allow-Headers: content-type
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let refused = reading.preflights.iter().filter_map(|one| {
        let (title, received) = flaw(one)?;
        let url = &one.exchange.request.url;
        let origin = one.exchange.request.headers.get("origin");
        let origin = origin.as_deref().unwrap_or("*");
        Some(
            Fact::at(one.index, format!("The preflight to {url} is {title}"))
                .expected(format!("204 with Access-Control-Allow-Origin: {origin}"))
                .received(received),
        )
    });
    let facts: Vec<Fact> = refused.take(3).collect();
    operator::names(reading, Verdict::of(!reading.preflights.is_empty(), facts))
}

/// What is wrong with the answer to a preflight, and what was received.
pub fn flaw(one: &Preflight) -> Option<(String, String)> {
    let status = one.exchange.status();
    let origin = one.exchange.request.headers.get("origin");
    let allowed = header(one.exchange, "access-control-allow-origin");
    let other = allowed.value().filter(|value| {
        let origin = origin.as_deref();
        origin.is_some_and(|origin| !cors::allows(value, origin))
    });
    if status != 0 && !one.exchange.is_success() {
        Some((format!("answered {status}"), status.to_string()))
    } else if allowed.is_absent() {
        let title = "answered without Access-Control-Allow-Origin";
        Some((title.to_owned(), status.to_string()))
    } else {
        other.map(|other| ("answered for another origin".to_owned(), other.clone()))
    }
}
