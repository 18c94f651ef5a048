//! The challenge comes only with a later call.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/late-challenge",
    severity: Severity::Warning,
    party: Party::Client,
    title: "The first calls are public; the challenge comes only with a later one",
    why: "A client that decides by the answer to initialize treats the server as one that needs no sign-in, and \
        every call that needs a token then fails.",
    fix: "Clients: start signing in on a 401 at any time. The operator, to support clients that do not: send the \
        challenge on initialize.",
    cites: &[cite::MCP_SCOPE_SELECTION, cite::MCP_ERROR_HANDLING],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 200
            < {}
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":2,"method":"tools/call"}
            < 401
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut opened = None;
    let mut looked = false;
    for one in reading.unauthenticated() {
        looked = true;
        let status = one.exchange.status();
        if one.exchange.is_success() {
            opened = opened.or(Some(one));
        }
        if let Some(first) = opened.filter(|_| status == 401) {
            let first = first.rpc_method.as_deref().unwrap_or("the first request");
            let then = one.rpc_method.as_deref().unwrap_or("a later one");
            let fact = Fact::at(
                one.index,
                format!("{first} is answered without a token; only {then} is answered 401"),
            );
            // A client that goes on from here signs in late; one that does not has stopped.
            let goes_on = reading
                .steps
                .iter()
                .skip(one.index + 1)
                .any(|step| !matches!(step, Step::Mcp | Step::Preflight | Step::Other));
            let severity = match goes_on {
                true => Severity::Warning,
                false => Severity::Error,
            };
            return Verdict::Fail(vec![fact.severity(severity)]);
        }
    }
    Verdict::of(looked, Vec::new())
}
