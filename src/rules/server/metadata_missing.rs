//! The authorization server publishes no metadata.

use super::candidates;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::{MetadataKind, ServerMetadataRequest};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/metadata-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server publishes no metadata",
    why: "From the metadata a client learns the endpoints. Without it the sign-in ends here, or the client \
        guesses endpoints and fails with a 404 later.",
    fix: "Publish RFC 8414 metadata at `/.well-known/oauth-authorization-server` followed by the issuer's \
        path, or OpenID Connect Discovery, and name exactly that issuer in the server's \
        `authorization_servers`.",
    cites: &[
        cite::MCP_SERVER_METADATA_DISCOVERY,
        cite::RFC8414_REQUEST,
        cite::OIDC_DISCOVERY_RESPONSE,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://auth.example.com/.well-known/openid-configuration
            < 404
        "
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
        "
            > GET https://mcp.example.com/.well-known/oauth-authorization-server/mcp
            < 404
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 200
            < ...
        ",
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = candidates::issuers(reading)
        .into_iter()
        .filter_map(|issuer| missing(reading, issuer));
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}

fn missing(reading: &Reading, issuer: &str) -> Option<Fact> {
    let asked: Vec<&ServerMetadataRequest> = candidates::of(reading, issuer)
        .filter(|one| !candidates::is_doubled(one))
        .collect();
    let refused = asked
        .iter()
        .all(|one| matches!(one.answer, Answer::Refused(400..=499)));
    let first = asked.first().filter(|_| refused)?;
    let named = asked.iter().any(|one| one.named_by.is_some());
    // A probe of the MCP server's own host says nothing where an authorization server is named or known elsewhere,
    // or where nobody has to sign in.
    let elsewhere = (reading.server_metadata.iter()).any(|one| one.answer.is_there(one.exchange))
        || reading
            .resource_documents()
            .any(|(_, document)| document.view.authorization_servers.is_some());
    // In 2025-03-26 an origin without metadata has its endpoints at their default places.
    let has_defaults = reading.revision == Revision::V2025_03_26;
    if !named && (elsewhere || has_defaults || reading.owes_no_metadata()) {
        return None;
    }
    let tried: Vec<String> = asked
        .iter()
        .map(|one| format!("{} → {}", one.exchange.request.url, one.exchange.status()))
        .collect();
    if candidates::is_half_asked(&asked) && named {
        return None;
    }
    let fact = Fact::at(first.index, format!("No metadata of {issuer} was found"))
        .expected("200 with a JSON document at one of the locations")
        .received(tried.join("; "));
    let complete = asked.iter().any(|one| one.kind == MetadataKind::OpenId)
        && asked.iter().any(|one| one.kind == MetadataKind::OAuth);
    Some(if complete { fact } else { fact.inferred() })
}
