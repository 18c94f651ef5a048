//! The authorization server takes signed authorization requests only.

use crate::evidence::reading::Reading;
use crate::flow::authorize::signed;
use crate::flow::refusal::Refusal;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/signed-requests-only",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The authorization server accepts only signed requests",
    why: "The metadata says `require_signed_request_object`. No common MCP client signs its requests, so the \
        authorization page refuses them.",
    fix: "Accept plain requests with PKCE from MCP clients: set `require_signed_request_object` to false, at \
        least for clients that register themselves. Or register the client with its public key, and give \
        the client the private one to sign with.",
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
    let has_no_key = matches!(
        reading.evidence.refusal,
        Some(Refusal::SignedRequestNeeded { .. })
    );
    let facts = reading
        .server_documents()
        .filter(|(_, document)| signed::is_required(&document.view))
        .map(|(one, document)| {
            // A client that registers itself names a key of its own; every other one must be registered with its key first.
            let needs_key = has_no_key || document.lacks("registration_endpoint");
            let fact = Fact::at(one.index, "")
                .member("require_signed_request_object")
                .needs_person_if(needs_key);
            match needs_key {
                true => fact.expected("a client that is registered with a key"),
                false => fact,
            }
        })
        .take(1);
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
