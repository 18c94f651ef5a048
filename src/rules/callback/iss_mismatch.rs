//! The callback comes from another issuer than the one that was asked.

use super::expected;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/iss-mismatch",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The callback comes from another issuer than the one that was asked",
    why: "A client must compare `iss` with the issuer it discovered, character by character, before it \
        sends the code anywhere. A difference can be an attack that mixes up two servers, or metadata \
        that names the wrong issuer.",
    fix: "Send in `iss` exactly the `issuer` of the metadata. If the real authorization server is the one \
        in `iss`, name that one in the MCP server's `authorization_servers`.",
    cites: &[
        cite::MCP_RESPONSE_VALIDATION,
        cite::RFC9207_VALIDATION,
        cite::MCP_MIX_UP,
    ],
    conformance: &[
        "authorization-code-grant",
        "sep-2468-client-compare-iss-supported",
        "sep-2468-client-compare-iss-unadvertised",
        "sep-2468-client-no-normalization",
    ],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
            > GET http://127.0.0.1:5000/cb?code=c&state=s&iss=https%3A%2F%2Fother.example.com
            < 200
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize"}
            > GET http://127.0.0.1:5000/cb?code=c&state=s&iss=https%3A%2F%2Fauth.example.com
            < 200
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for one in &reading.callbacks {
        let (Some(received), Some(expected)) = (&one.callback.iss, expected::issuer(reading, one))
        else {
            continue;
        };
        looked = true;
        if *received != expected {
            facts.push(
                Fact::at(
                    one.index,
                    format!("`iss` is {received}, the sign-in was started at {expected}"),
                )
                .member("iss")
                .party(who(reading, &expected))
                .expected(expected)
                .received(received),
            );
        }
    }
    Verdict::of(looked, facts)
}

/// Who is wrong: an authorization server whose metadata has the expected issuer; else whoever named that issuer, the MCP server.
fn who(reading: &Reading, expected: &str) -> Party {
    let is_own = reading
        .server_documents()
        .any(|(_, document)| document.view.issuer.as_deref() == Some(expected));
    let is_named = reading.resource_documents().any(|(_, document)| {
        let servers = document.view.authorization_servers.as_ref();
        servers.is_some_and(|servers| servers.iter().any(|one| one == expected))
    });
    match is_named && !is_own {
        true => Party::Server,
        false => Party::AuthorizationServer,
    }
}
