//! The authorization server does not offer the response type `code`.

use crate::evidence::reading::Reading;
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/response-types",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server does not offer the response type `code`",
    why: "MCP uses the authorization code flow only. A client that reads this list stops.",
    fix: "Publish `\"response_types_supported\": [\"code\"]`, and support it.",
    cites: &[cite::RFC8414_METADATA, cite::RFC6749_AUTHORIZATION_REQUEST],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","response_types_supported":["token"]}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","response_types_supported":["code"]}
        "#
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

const MEMBER: &str = "response_types_supported";

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let Some(types) = document.view.response_types_supported.as_deref() else {
            let fact = Fact::at(one.index, "The metadata has no `response_types_supported`")
                .member(MEMBER)
                .expected("[\"code\"]")
                .severity(Severity::Warning);
            return document.lacks(MEMBER).then_some(fact);
        };
        let offered = types.iter().any(|one| one == "code");
        (!offered).then(|| {
            let types = words::list(types);
            Fact::at(
                one.index,
                format!("`response_types_supported` is {types}, without `code`"),
            )
            .member(MEMBER)
            .expected("`code`")
            .received(types)
        })
    });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    patch::with_code_flow(reading, spot, "response_types_supported", "code")
}
