//! The metadata is not a JSON object.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::unreadable;
use crate::spec::{Revision, cite};
use crate::wire::json::DeviationKind;

pub static RULE: Rule = Rule {
    id: "resource/metadata-unreadable",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The metadata is not a JSON object",
    why: "A client that cannot read the document does not know the authorization server and stops.",
    fix: "Answer with one JSON object and nothing else, as `application/json`, in UTF-8 without a byte \
        order mark.",
    cites: &[cite::RFC9728_RESPONSE, cite::RFC9728_METADATA],
    fails: examples![
        "
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < resource=https://mcp.example.com
        "
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::in_place),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let unreadable = reading
        .resource_metadata
        .iter()
        .filter_map(|one| unreadable::no_object(one.index, one.exchange, one.answer.unreadable()?));
    let marked = reading.resource_documents().filter_map(|(one, document)| {
        let mark = document
            .view
            .deviations
            .iter()
            .any(|odd| odd.kind == DeviationKind::ByteOrderMark);
        let title = format!("{} begins with a byte order mark", one.exchange.request.url);
        mark.then(|| Fact::at(one.index, title).severity(Severity::Warning))
    });
    let facts = unreadable.chain(marked);
    Verdict::of(!reading.resource_metadata.is_empty(), facts)
}
