//! The server asks for an API key, and offers no OAuth.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::resource::metadata_missing;
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "challenge/api-key",
    severity: Severity::Error,
    party: Party::User,
    needs_person: true,
    title: "The server asks for an API key, and offers no OAuth",
    why: "The answer asks for a key, and no metadata names an authorization server. A client that tries to sign in \
        finds nothing to start with.",
    fix: "Create a key in the service's settings, and give it to your client as a header; the service's documentation \
        names the header. Operators who want clients to sign in: publish resource metadata and name it in the 401.",
    cites: &[cite::MCP_PROTOCOL_REQUIREMENTS, cite::RFC9728_CHALLENGE],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401
            < {"error":"Missing X-API-Key header"}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 404
        "#,
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 403
            < WWW-Authenticate: ApiKey realm="example"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 404
        "#,
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401
            < {"error":"API key or access token required"}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ApiKeyHeader]).then(&[ActionKind::PersonalAccessToken]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let looked = reading.unauthenticated().next().is_some();
    let asks = reading.unauthenticated().find(|one| asks(reading, one));
    // An authorization server at the server's own origin was used before there was resource metadata (MCP 2025-03-26).
    let was_asked = !reading.server_metadata.is_empty();
    let fact = asks.map(|one| {
        let received = words::answered(one.exchange, reading.error(one.index));
        let fact = Fact::at(one.index, "").received(received);
        if was_asked { fact } else { fact.inferred() }
    });
    Verdict::of(looked, fact)
}

/// Whether a refusal asks for a key where there is no OAuth: all places of metadata were asked, and have none.
pub fn asks(reading: &Reading, one: &McpRequest) -> bool {
    let names_key = one.challenges.value().is_some_and(|all| {
        let mut schemes = all.list.iter().map(|one| one.scheme.as_str());
        schemes.any(is_scheme)
    });
    let is_refused = matches!(one.exchange.status(), 401 | 403) && !one.exchange.is_page();
    is_refused
        && (names_key || reading.error(one.index).speaks_of(Subject::ApiKey))
        && metadata_missing::is_everywhere(reading)
        && reading.server_documents().next().is_none()
}

/// Whether a challenge of this scheme, in lower case, asks for a key: `ApiKey`, `API-Key`, `Key`. No such scheme is registered.
#[must_use]
pub fn is_scheme(scheme: &str) -> bool {
    scheme.contains("key")
}

/// The header that the refusal names for the key, as it is written there.
#[must_use]
pub fn header(reading: &Reading) -> Option<String> {
    let asks = reading.unauthenticated().find(|one| asks(reading, one))?;
    let is_of_name = |one: char| one.is_ascii_alphanumeric() || one == '-';
    let mut words = asks.exchange.body()?.split(|one| !is_of_name(one));
    let found = words.find(|word| {
        let lower = word.to_ascii_lowercase();
        word.len() <= LONGEST_NAME
            && (lower.starts_with("x-") || lower.ends_with("-key"))
            && (lower.ends_with("key") || lower.ends_with("token"))
            && lower != "api-key"
    });
    found.map(str::to_owned)
}

const LONGEST_NAME: usize = 64;
