//! The authorization server metadata is no JSON object.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::json::Unreadable;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "server/metadata-unreadable",
    rows: &[50],
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata is no JSON object",
    why: text!("A client that cannot read the document knows no endpoint and stops."),
    fix: text!("Answer with one JSON object and nothing else, as `application/json`."),
    cites: &[cite::RFC8414_RESPONSE, cite::RFC8414_METADATA],
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
    let facts = reading.server_metadata.iter().filter_map(|one| {
        let what = match &one.answer {
            Answer::Unreadable(unreadable) if *unreadable != Unreadable::Html => {
                words::described(unreadable)
            }
            _ => return None,
        };
        let url = &one.exchange.request.url;
        Some(
            Fact::at(one.index, format!("{url} answers with {what}"))
                .expected("a JSON object")
                .received(what),
        )
    });
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}
