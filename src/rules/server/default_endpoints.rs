//! Without metadata the default endpoints are used.

use super::candidates;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::LocationForm;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/default-endpoints",
    severity: Severity::Info,
    party: Party::Server,
    until: Some(Revision::V2025_03_26),
    title: "Without metadata the default endpoints are used",
    why: "In revision 2025-03-26 a client that finds no metadata at the server's origin uses `/authorize`, `/token` \
        and `/register` there. Later revisions have no such fallback.",
    fix: "Publish protected resource metadata and authorization server metadata, so that clients of every \
        revision find the endpoints.",
    cites: &[
        cite::MCP_FALLBACK_ENDPOINTS,
        cite::MCP_AUTHORIZATION_BASE_URL,
    ],
    fails: examples![
        "
            revision: 2025-03-26
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 404
        "
    ],
    passes: examples![
        r#"
            revision: 2025-03-26
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://mcp.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_metadata
        .iter()
        .filter(|one| {
            one.form == LocationForm::Root && matches!(one.answer, Answer::Refused(400..=499))
        })
        .filter(|one| !candidates::has_document(reading, &one.expected_issuer))
        .map(|one| {
            let url = &one.exchange.request.url;
            Fact::at(
                one.index,
                format!("{url} answers {}", one.exchange.status()),
            )
        })
        .take(1);
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}
