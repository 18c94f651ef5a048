//! Too many requests.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "edge/rate-limited",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server answers 429: too many requests",
    why: "A limit was reached, often because many users share a hosted client's address or a client retries in a \
        loop. Nothing else can be concluded from such an answer.",
    fix: "Wait as long as Retry-After says. The operator: count per client instead of per address, and exempt \
        /.well-known/.",
    cites: &[cite::RFC9110_RETRY_AFTER],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 429
            < Retry-After: 60
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let limited = reading.of_flow().find(|(index, one)| {
        let step = reading.steps.get(*index);
        one.status() == 429 && step != Some(&Step::Registration)
    });
    let facts = limited.map(|(index, one)| {
        let wait = header(one, "retry-after");
        let wait = wait.value().map_or_else(
            || "no Retry-After".to_owned(),
            |value| format!("Retry-After: {value}"),
        );
        Fact::at(
            index,
            format!("{} answers 429, too many requests", one.request.url),
        )
        .received(wait)
    });
    Verdict::of(!reading.evidence.exchanges.is_empty(), facts)
}
