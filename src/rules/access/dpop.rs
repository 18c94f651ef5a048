//! The DPoP proof is refused, or the nonce it needs is not given.

use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::Step;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/dpop",
    severity: Severity::Error,
    party: Party::Server,
    title: "The DPoP proof is refused, or the nonce it needs is not given",
    why: "The server wants a proof with a nonce. Without the `DPoP-Nonce` header, or where a browser may \
        not read it, a client can never make one.",
    fix: "Send `DPoP-Nonce` with every answer that demands one, and expose it with \
        `Access-Control-Expose-Headers`. A client repeats the request once with that nonce, and checks \
        its clock.",
    cites: &[cite::RFC9449_RESOURCE_NONCE, cite::RFC9449_SERVER_NONCE],
    conformance: &["sep-1932-client-rs-nonce"],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"invalid_dpop_proof"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: DPoP t
            < 401
            < WWW-Authenticate: DPoP error="use_dpop_nonce"
            < DPoP-Nonce: n
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let steps = [Step::Mcp, Step::Token];
    let refused: Vec<_> = steps
        .into_iter()
        .flat_map(|step| reading.of_step(step))
        .filter(|(index, _)| reading.error(*index).speaks_of(Subject::DpopRefused))
        .collect();
    let facts = refused.iter().filter_map(|(index, exchange)| {
        let error = reading.error(*index);
        if error.says("invalid_dpop_proof") {
            let fact = Fact::at(*index, "The DPoP proof is refused").member("DPoP");
            return Some(fact.party(Party::Client).received(error.shown()));
        }
        header(exchange, "dpop-nonce").is_absent().then(|| {
            Fact::at(*index, "A nonce is demanded, and none is given").member("DPoP-Nonce")
        })
    });
    Verdict::of(!refused.is_empty(), facts)
}
