//! PKCE is not advertised.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::patch;
use crate::providers::Pkce;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::cut;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/pkce-not-advertised",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_11_25, Severity::Error)],
    party: Party::AuthorizationServer,
    title: "PKCE is not advertised",
    why: "From revision 2025-11-25 on a client must refuse an authorization server whose metadata lacks \
        `code_challenge_methods_supported`, even where PKCE would work: it cannot know that a stolen code is \
        worthless.",
    fix: "Add `\"code_challenge_methods_supported\": [\"S256\"]` to the metadata, and make sure that the \
        token endpoint verifies `code_verifier`.",
    cites: &[
        cite::MCP_CODE_PROTECTION,
        cite::RFC8414_METADATA,
        cite::RFC7636_VERIFICATION,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            symptom: Incompatible auth server: does not support S256 code challenge method
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","code_challenge_methods_supported":[]}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","code_challenge_methods_supported":["S256"]}
        "#
    ],
    check,
    ways,
    patch: Some(patch::s256),
    ..Rule::BASE
};

const MEMBER: &str = "code_challenge_methods_supported";

fn check(reading: &Reading) -> Verdict {
    let facts = reading.server_documents().filter_map(|(one, document)| {
        let received = match &document.view.code_challenge_methods_supported {
            Some(list) if list.is_empty() => "[]",
            None if document.lacks(MEMBER) => "missing",
            _ => return None,
        };
        let url = &one.exchange.request.url;
        let fact = Fact::at(one.index, format!("{url} does not advertise PKCE"))
            .member(MEMBER)
            .expected("[\"S256\"]")
            .received(received);
        Some(fact)
    });
    let verdict = Verdict::of(reading.server_documents().next().is_some(), facts);
    cut::of_server(reading, MEMBER, verdict)
}

/// Before a sign-in that nobody has tried, and where the provider is known to check S256 without saying so, sending it helps.
fn ways(situation: &Situation<'_>) -> Ways {
    const ALLOW: &[ActionKind] = &[ActionKind::AllowDeviation];
    let provider = situation.provider;
    let checks = provider.is_some_and(|provider| provider.pkce == Pkce::SupportedOnly);
    match checks || !situation.stopped {
        true => Ways::first(ALLOW),
        false => Ways::NONE.then(ALLOW),
    }
}
