//! The metadata is cached for too long or not at all.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/caching",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "The metadata is cached for too long or not at all",
    why: "A year in a cache keeps clients at endpoints that have moved; no caching at all makes every \
        sign-in wait for the same document.",
    fix: "Send `Cache-Control: max-age` of some minutes to a day.",
    cites: &[cite::RFC9728_CACHING, cite::RFC9111_CACHE],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < Cache-Control: public, max-age=31536000, immutable
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < Cache-Control: public, max-age=3600
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

/// Half a year, in seconds.
const LONG: u64 = 15_768_000;

fn check(reading: &Reading) -> Verdict {
    let steps = [Step::ResourceMetadata, Step::ServerMetadata];
    let answered: Vec<_> = steps
        .into_iter()
        .flat_map(|step| reading.of_step(step))
        .filter(|(_, exchange)| exchange.status() == 200)
        .collect();
    let facts = answered.iter().filter_map(|(index, exchange)| {
        let value = exchange.response.as_ref()?.headers.get("cache-control")?;
        is_odd(&value.to_ascii_lowercase()).then(|| {
            let url = &exchange.request.url;
            Fact::at(*index, format!("{url} is sent with Cache-Control: {value}"))
                .member("Cache-Control")
                .expected("max-age=3600")
                .received(value)
        })
    });
    Verdict::of(!answered.is_empty(), facts)
}

fn is_odd(value: &str) -> bool {
    let long = value
        .split(',')
        .filter_map(|part| part.trim().strip_prefix("max-age="))
        .filter_map(|seconds| seconds.parse::<u64>().ok())
        .any(|seconds| seconds > LONG);
    long || value.contains("no-store")
}
