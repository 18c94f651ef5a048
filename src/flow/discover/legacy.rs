//! MCP 2025-03-26: the server's origin is its own authorization server, with default endpoints where nothing is published.

use crate::flow::deviation::Deviation;
use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::documents;
use crate::flow::discover::issuer::SERVER_METADATA;
use crate::flow::discover::resource;
use crate::flow::discover::well_known::{self, Legacy};
use crate::flow::host::Host;
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::trust::Trust;
use crate::http::{Exchange, FailureKind, Request};
use crate::plain;
use crate::spec::Revision;
use crate::wire::server::{self, ServerMetadata};
use serde_json::json;

/// Reads the metadata at the server's origin, or, where they `may_assume`, takes the default endpoints for granted (2025-03-26,
/// Authorization Base URL; Fallbacks for Servers without Metadata Discovery).
///
/// # Errors
/// Where the document at the origin is another issuer's, where nobody knows whether there is one, or where nothing may be assumed.
pub fn discover(
    host: &Host,
    trust: &Trust,
    server: &str,
    may_assume: bool,
) -> Result<Discovered, Stop> {
    let Ok(places) = well_known::legacy(server) else {
        return Err(Refusal::NoResourceMetadata { tried: Vec::new() }.into());
    };
    let (metadata, text, assumed) = match published(host, trust, &places)? {
        Some((metadata, text)) => (metadata, text, false),
        None if !may_assume => {
            let tried = well_known::resource_metadata_urls(server).unwrap_or_default();
            return Err(Refusal::NoResourceMetadata { tried }.into());
        }
        None => {
            let text = defaults(&places);
            (server::read(&text).unwrap_or_default(), text, true)
        }
    };
    let issuer = metadata.issuer.clone().unwrap_or(places.issuer);
    host.deviate(if assumed {
        Deviation::DefaultEndpoints {
            issuer: issuer.clone(),
        }
    } else {
        Deviation::WithoutResourceMetadata {
            issuer: issuer.clone(),
        }
    });
    Ok(Discovered {
        issuer,
        server_metadata: metadata,
        server_text: text,
        resource: resource::canonical(server).unwrap_or_else(|_| server.to_owned()),
        // 2025-03-26 knows no `resource` parameter.
        send_resource: false,
        legacy: true,
        assumed,
        ..Discovered::default()
    })
}

fn published(
    host: &Host,
    trust: &Trust,
    places: &Legacy,
) -> Result<Option<(ServerMetadata, String)>, Stop> {
    let plain = Request::get(&places.metadata_url);
    let mut marked = plain.clone();
    marked
        .headers
        .push("MCP-Protocol-Version", Revision::V2025_03_26.as_str());
    let mut documents = documents::fetch(host, trust, vec![marked])?;
    let blocked = |exchange: &Exchange| {
        let failure = exchange.failure.as_ref();
        failure.is_some_and(|failure| failure.kind == FailureKind::Blocked)
    };
    // In a browser the header asks for a preflight that the server may not allow.
    if documents
        .iter()
        .any(|one| one.exchange.as_ref().is_some_and(blocked))
    {
        documents = documents::fetch(host, trust, vec![plain])?;
    }
    let Some(document) = documents.pop() else {
        return Ok(None);
    };
    // What fails for a moment is not absent: the default endpoints could be somebody else's, or nobody's.
    if document.is_unanswered() {
        let silent = || Refusal::NoServerMetadata {
            issuer: places.issuer.clone(),
            tried: vec![places.metadata_url.clone()],
        };
        return Err(document.out_of_reach().unwrap_or_else(silent).into());
    }
    let Some((text, metadata)) = document
        .body()
        .and_then(|text| Some((text.to_owned(), server::read(text).ok()?)))
    else {
        return Ok(None);
    };
    document.is_used(host, SERVER_METADATA);
    // RFC 8414 §3.3 wants the same text. The slash behind a bare host names the same server (RFC 3986 §6.2.3), and the official Python SDK
    // has always written it, so every client takes it; the document's own text is the issuer from here on.
    let slashed = format!("{}/", places.issuer);
    if metadata.is_of(&slashed) {
        host.deviate(Deviation::IssuerSlash {
            expected: places.issuer.clone(),
            received: slashed,
        });
        return Ok(Some((metadata, text)));
    }
    if !metadata.is_of(&places.issuer) {
        return Err(Refusal::IssuerMismatch {
            url: places.metadata_url.clone(),
            expected: places.issuer.clone(),
            received: metadata.issuer,
        }
        .into());
    }
    Ok(Some((metadata, text)))
}

fn defaults(places: &Legacy) -> String {
    plain::text(&json!({
        "issuer": places.issuer,
        "authorization_endpoint": places.authorize,
        "token_endpoint": places.token,
        "registration_endpoint": places.register,
        "response_types_supported": ["code"],
    }))
}
