//! The authorization server metadata is not a JSON object.

use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::unreadable;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/metadata-unreadable",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata is not a JSON object",
    why: "A client that cannot read the document knows no endpoint and stops.",
    fix: "Answer with one JSON object and nothing else, as `application/json`.",
    cites: &[cite::RFC8414_RESPONSE, cite::RFC8414_METADATA],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < OK
        "
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_metadata
        .iter()
        .filter_map(|one| unreadable::no_object(one.index, one.exchange, one.answer.unreadable()?));
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}
