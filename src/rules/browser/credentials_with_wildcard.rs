//! Contradicting CORS headers.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "browser/credentials-with-wildcard",
    severity: Severity::Warning,
    party: Party::Server,
    title: "Access-Control-Allow-Origin and its companions contradict each other",
    why: "With credentials a browser refuses the wildcard; an origin that is echoed without Vary: Origin gets \
        cached for the wrong page.",
    fix: "Use * without Access-Control-Allow-Credentials; or name the origin and add Vary: Origin.",
    cites: &[cite::FETCH_CORS, cite::RFC9110_VARY],
    fails: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            < 204
            < Access-Control-Allow-Origin: *
            < Access-Control-Allow-Credentials: true
        "
    ],
    passes: examples![
        "
            > OPTIONS https://mcp.example.com/mcp
            > Origin: https://app.example
            < 204
            < Vary: Origin
            < Access-Control-Allow-Origin: https://app.example
            < Access-Control-Allow-Credentials: true
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for (index, exchange) in reading.of_flow() {
        let value = |name: &str| header(exchange, name).value().cloned();
        let Some(allowed) = value("access-control-allow-origin") else {
            continue;
        };
        looked = true;
        let wildcard = allowed.trim() == "*"
            && value("access-control-allow-credentials").is_some_and(|one| one.trim() == "true");
        if wildcard {
            let title = format!(
                "{} answers with the wildcard and Access-Control-Allow-Credentials: true",
                exchange.request.url
            );
            return Verdict::Fail(vec![
                Fact::at(index, title)
                    .member("Access-Control-Allow-Origin")
                    .received(allowed),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
