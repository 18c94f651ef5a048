//! A parameter of the callback occurs twice.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/duplicate-parameter",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "A parameter of the callback occurs twice",
    why: "Parameters must not be repeated; programs differ in which one they use, and attackers exploit that. \
        Clients refuse the answer.",
    fix: "Send each parameter once. If the redirect URI itself has a query, do not repeat its names.",
    cites: &[
        cite::RFC6749_AUTHORIZATION_ENDPOINT,
        cite::RFC6749_AUTHORIZATION_RESPONSE,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET http://127.0.0.1:5000/cb?code=c&state=s&state=t
            < 200
        "
    ],
    passes: examples![
        "
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| !one.callback.duplicates.is_empty())
        .map(|one| {
            let names = words::list(&one.callback.duplicates);
            Fact::at(one.index, format!("The callback repeats {names}")).received(names)
        });
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
