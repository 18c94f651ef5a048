//! The authorization server metadata fails with a server error.

use super::candidates;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/metadata-failing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata fails with a server error",
    why: text!(
        "Clients abort on a server error, or take the document for missing and guess endpoints."
    ),
    fix: text!(
        "Repair the endpoint. If the metadata is computed from another service, serve a cached copy while \
        that service is down."
    ),
    cites: &[
        cite::RFC9110_SERVER_ERROR,
        cite::RFC8414_RESPONSE,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    fails: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 502
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
    ways: |_| Ways::NONE.then(&[ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_metadata
        .iter()
        .filter(|one| matches!(one.answer, Answer::Refused(500..)))
        .filter(|one| !candidates::has_document(reading, &one.expected_issuer))
        .map(|one| {
            let url = &one.exchange.request.url;
            let status = one.exchange.status();
            Fact::at(one.index, format!("{url} answers {status}"))
                .expected("200 with a JSON document, or 404")
                .received(status.to_string())
        });
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}
