//! The token answer may be cached.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Seen;
use crate::evidence::seen::header;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/cacheable",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token answer may be cached",
    why: "Without `Cache-Control: no-store` a proxy or a browser may keep the tokens.",
    fix: "Send `Cache-Control: no-store` with every token answer.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE, cite::RFC9111_CACHE],
    conformance: &["authorization-code-grant"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < Content-Type: application/json
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < Cache-Control: no-store
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .issued()
        .filter(|one| match header(one.exchange, "cache-control") {
            Seen::There(value) => !value.to_ascii_lowercase().contains("no-store"),
            Seen::Absent => true,
            Seen::Unseen => false,
        })
        .map(|one| {
            Fact::at(one.index, "")
                .member("Cache-Control")
                .expected("no-store")
        })
        .take(1);
    Verdict::of(reading.issued().next().is_some(), facts)
}
