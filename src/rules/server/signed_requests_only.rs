//! The authorization server takes signed authorization requests only.

use crate::evidence::reading::Reading;
use crate::flow::authorize::signed;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/signed-requests-only",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The authorization server takes signed authorization requests only",
    why: "The metadata says `require_signed_request_object`. No common MCP client signs its requests, so the \
        authorization page refuses them.",
    fix: "Take plain requests with PKCE from MCP clients: set `require_signed_request_object` to false, at \
        least for clients that register themselves. A client that has a key can sign its requests \
        instead.",
    cites: &[cite::RFC9101_METADATA],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","require_signed_request_object":true}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","require_signed_request_object":false}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| signed::is_required(&document.view))
        .map(|(one, _)| Fact::at(one.index, "").member("require_signed_request_object"))
        .take(1);
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
