//! PKCE is advertised without S256.

use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/pkce-without-s256",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "PKCE is advertised without S256",
    why: "S256 is mandatory to implement and the only method a client may use. Without it in the list a \
        client refuses to start.",
    fix: "Implement S256 at the authorization and the token endpoint and add it to \
        `code_challenge_methods_supported`.",
    cites: &[cite::RFC7636_CHALLENGE, cite::MCP_CODE_PROTECTION],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","code_challenge_methods_supported":["plain"]}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","code_challenge_methods_supported":["plain","S256"]}
        "#
    ],
    check,
    patch: Some(patch::s256),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| document.view.advertises_s256() == Some(false))
        .map(|(one, document)| {
            let methods = document.view.code_challenge_methods_supported.as_deref();
            let methods = words::list(methods.unwrap_or_default());
            Fact::at(
                one.index,
                format!("`code_challenge_methods_supported` is {methods}"),
            )
            .member("code_challenge_methods_supported")
            .expected("`S256`")
            .received(methods)
        });
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
