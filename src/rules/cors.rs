//! Whether a web page may read an answer (Fetch, CORS protocol); shared by the steps that a page fetches.

use crate::evidence::reading::Reading;
use crate::evidence::seen::{Seen, header};
use crate::evidence::step::Step;
use crate::http::{Exchange, FailureKind};
use crate::rule::{Fact, Verdict};
use crate::wire::address::Address;

/// The requests of these steps whose answers a page cannot read.
#[must_use]
pub fn verdict(reading: &Reading, steps: &[Step]) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for (index, exchange) in reading.evidence.exchanges.iter().enumerate() {
        let step = reading.steps.get(index);
        if !step.is_some_and(|step| steps.contains(step)) || !is_cross_origin(exchange) {
            continue;
        }
        looked = true;
        facts.extend(refused(reading, index, exchange));
    }
    Verdict::of(looked, facts)
}

/// Whether `Access-Control-Expose-Headers` lets a page read the challenge.
#[must_use]
pub fn exposes_challenge(exposed: &Seen<String>) -> bool {
    exposed.value().is_some_and(|names| {
        let names = names.to_ascii_lowercase();
        names.contains("www-authenticate") || names.contains('*')
    })
}

/// Whether this value of `Access-Control-Allow-Origin` lets a page of an origin read the answer (Fetch, CORS check).
#[must_use]
pub fn allows(value: &str, origin: &str) -> bool {
    let value = value.trim();
    value == "*" || value == origin
}

fn refused(reading: &Reading, index: usize, exchange: &Exchange) -> Option<Fact> {
    let url = &exchange.request.url;
    let origin = exchange.request.headers.get("origin")?;
    let fact = |title: String| {
        Fact::at(index, title)
            .member("Access-Control-Allow-Origin")
            .expected(format!("`*` or {origin}"))
    };
    let allowed = header(exchange, "access-control-allow-origin");
    if allowed.is_absent() {
        let title = format!("{url} answers without Access-Control-Allow-Origin");
        return Some(fact(title).received("no such header"));
    }
    if let Some(other) = allowed.value().filter(|one| !allows(one, &origin)) {
        return Some(fact(format!("{url} lets another origin read it")).received(other));
    }
    let blocked = exchange
        .failure
        .as_ref()
        .is_some_and(|failure| failure.kind == FailureKind::Blocked);
    let unknown = exchange.status() == 0 && exchange.failure.is_none();
    let rules = [
        "browser/preflight-refused",
        "browser/not-readable",
        "browser/blocked",
    ];
    let told = reading.claims.iter().any(|one| rules.contains(&one.rule));
    (blocked || (unknown && told))
        .then(|| fact(format!("The browser withholds the answer of {url}")).inferred())
}

/// Whether a page of another origin asked.
fn is_cross_origin(exchange: &Exchange) -> bool {
    let Some(origin) = exchange.request.headers.get("origin") else {
        return false;
    };
    match (
        Address::parse(&origin),
        Address::parse(&exchange.request.url),
    ) {
        (Ok(page), Ok(asked)) => !page.same_origin(&asked),
        _ => true,
    }
}
