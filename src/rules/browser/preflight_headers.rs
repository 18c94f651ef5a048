//! A preflight does not allow the headers that are sent.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::Preflight;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::operator;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "browser/preflight-headers",
    severity: Severity::Error,
    party: Party::Server,
    title: "The CORS preflight does not allow a header that is sent",
    why: "The browser then does not send the request. The wildcard does not cover Authorization.",
    fix: "List in Access-Control-Allow-Headers: authorization, content-type, mcp-protocol-version, mcp-session-id, \
        last-event-id, and from 2026-07-28 mcp-method, mcp-name.",
    cites: &[cite::FETCH_PREFLIGHT, cite::FETCH_AUTHORIZATION_HEADER],
    fails: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            > Access-Control-Request-Headers: authorization,mcp-protocol-version
            < 204
            < Access-Control-Allow-Origin: *
            < Access-Control-Allow-Headers: content-type, authorization
        "
    ],
    passes: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            > Access-Control-Request-Headers: authorization
            < 204
            < Access-Control-Allow-Origin: *
            < Access-Control-Allow-Headers: Authorization, Content-Type
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.preflights.iter().filter_map(|one| {
        let missing = missing(one);
        let request = &one.exchange.request;
        let asked = request.headers.get("access-control-request-headers")?;
        let allowed = header(one.exchange, "access-control-allow-headers");
        let allowed = allowed.value()?.to_ascii_lowercase();
        let title = format!(
            "The preflight to {} does not allow {}",
            request.url,
            missing.join(", ")
        );
        (!missing.is_empty()).then(|| {
            Fact::at(one.index, title)
                .member("Access-Control-Allow-Headers")
                .expected(asked)
                .received(allowed)
        })
    });
    operator::names(reading, Verdict::of(!reading.preflights.is_empty(), facts))
}

/// The headers that a preflight asks for and its answer does not allow.
pub fn missing(one: &Preflight) -> Vec<String> {
    let headers = &one.exchange.request.headers;
    let asked = headers.get("access-control-request-headers");
    let allowed = header(one.exchange, "access-control-allow-headers");
    let (Some(asked), Some(allowed)) = (asked, allowed.value()) else {
        return Vec::new();
    };
    let allowed = allowed.to_ascii_lowercase();
    let names: Vec<&str> = allowed.split(',').map(str::trim).collect();
    asked
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && !names.contains(&name.as_str()))
        .filter(|name| !names.contains(&"*") || name == "authorization")
        .collect()
}
