//! The client gives up although it has not asked every location of the metadata.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::{MetadataKind, ServerMetadataRequest};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::server::candidates;
use crate::spec::{Revision, cite};
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/locations-not-asked",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Server),
    since: Revision::V2025_06_18,
    alternatives: &[(
        "server/metadata-missing",
        "Ask the locations that the client left out: if none of them answers, the authorization server publishes no metadata.",
    )],
    title: "The client does not ask every location of the metadata",
    why: "An authorization server publishes RFC 8414 metadata, an OpenID Connect document, or both, and a path in the issuer \
        allows several URLs. A client that stops at the first 404 misses the document at the next one.",
    fix: "Update the client: ask each location in the order that the specification gives. Until then the authorization \
        server's operator can publish the document at the location that this client asks.",
    cites: &[cite::MCP_SERVER_METADATA_DISCOVERY, cite::RFC8414_REQUEST],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/realms/a"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server/realms/a
            < 404
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com/realms/a"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server/realms/a
            < 404
            > GET https://auth.example.com/realms/a/.well-known/openid-configuration
            < 404
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = candidates::issuers(reading)
        .into_iter()
        .filter_map(|issuer| gives_up(reading, issuer));
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}

/// One kind of document refused, the other never asked for, and the issuer is one that the resource metadata names.
fn gives_up(reading: &Reading, issuer: &str) -> Option<Fact> {
    let asked: Vec<&ServerMetadataRequest> = candidates::of(reading, issuer).collect();
    let first = asked.first()?;
    let refused = asked
        .iter()
        .all(|one| one.named_by.is_some() && matches!(one.answer, Answer::Refused(400..=499)));
    if !refused || !candidates::is_half_asked(&asked) {
        return None;
    }
    let other = match first.kind {
        MetadataKind::OAuth => "openid-configuration",
        MetadataKind::OpenId => "oauth-authorization-server",
    };
    let title = format!(
        "The client stops after {} and does not ask for `{other}`",
        first.exchange.request.url
    );
    Some(
        Fact::at(first.index, title)
            .received(first.exchange.status().to_string())
            .inferred(),
    )
}
