//! The authorization server metadata has no `issuer`.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cut;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/issuer-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata has no `issuer`",
    why: "A client must compare `issuer` with the identifier it asked for, and must not use the metadata \
        otherwise.",
    fix: "Add `\"issuer\"` with the identifier that clients are given, character by character.",
    cites: &[
        cite::RFC8414_METADATA,
        cite::RFC8414_ISSUER,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"authorization_endpoint":"https://auth.example.com/authorize","token_endpoint":"https://auth.example.com/token"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    patch: Some(patch::expected_issuer),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| document.lacks("issuer"))
        .map(|(one, _)| {
            let url = &one.exchange.request.url;
            Fact::at(one.index, format!("{url} has no `issuer`"))
                .member("issuer")
                .expected(&one.expected_issuer)
        });
    let verdict = Verdict::of(reading.server_documents().next().is_some(), facts);
    cut::of_server(reading, "issuer", verdict)
}
