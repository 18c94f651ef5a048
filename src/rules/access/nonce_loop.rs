//! The nonce for a DPoP proof never fits.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/nonce-loop",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server demands a new nonce for the same request again and again",
    why: "A proof with the nonce of the last answer is refused with a new nonce. The nonce ages too fast, or each \
        node behind a load balancer knows only its own: the client can never send the right one.",
    fix: "Accept a nonce that was given out within the last minutes, on every node: derive it from a shared key and the time instead of \
        keeping it in memory.",
    cites: &[cite::RFC9449_RESOURCE_NONCE, cite::RFC9449_SERVER_NONCE],
    conformance: &["sep-1932-client-rs-nonce"],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
            < DPoP-Nonce: a
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
            < DPoP-Nonce: b
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
            < DPoP-Nonce: c
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
            < DPoP-Nonce: a
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 200
            < {"jsonrpc":"2.0","id":1,"result":{}}
        "#
    ],
    check,
    ..Rule::BASE
};

/// A client may be late by one nonce; with the third demand in a row it is not a delay.
const IN_A_ROW: usize = 3;

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    let mut looked = false;
    for (step, party) in [
        (Step::Mcp, Party::Server),
        (Step::Token, Party::AuthorizationServer),
    ] {
        let mut run = 0;
        for (index, exchange) in reading.of_step(step) {
            let demanded = reading.error(index).says("use_dpop_nonce")
                && exchange
                    .response
                    .as_ref()
                    .is_some_and(|one| one.headers.has("dpop-nonce"));
            looked |= demanded;
            run = if demanded { run + 1 } else { 0 };
            if run == IN_A_ROW {
                facts.push(Fact::at(index, "").member("DPoP-Nonce").party(party));
            }
        }
    }
    Verdict::of(looked, facts)
}
