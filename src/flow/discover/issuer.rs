//! Which authorization server, and its metadata: validated by the issuer as text (RFC 8414 §3; MCP authorization server metadata
//! discovery).

use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::documents::{self, Document};
use crate::flow::discover::well_known;
use crate::flow::host::Host;
use crate::flow::keep::store;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::trust::Trust;
use crate::limits;
use crate::spec::Revision;
use crate::wire::server::{self, ServerMetadata};

/// The first authorization server of the list that can be used, or the one that the caller named (RFC 9728 §7.6).
///
/// # Errors
/// Where none can be used: why the first one can't.
pub fn choose(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    resource_metadata_url: &str,
    listed: Vec<String>,
) -> Result<Discovered, Stop> {
    let none = || Refusal::NoAuthorizationServers {
        url: resource_metadata_url.to_owned(),
    };
    let mut issuers = listed;
    if let Some(wanted) = &options.authorization_server {
        issuers.retain(|issuer| issuer == wanted);
    }
    if issuers.is_empty() {
        return Err(none().into());
    }
    let issuers = known_first(host, issuers)?;
    let several = issuers.len() > 1;
    let (mut refused, mut second_best) = (None, None);
    for issuer in issuers.into_iter().take(limits::AUTHORIZATION_SERVERS) {
        match metadata_of(host, trust, &issuer, options.revision) {
            Ok((metadata, text)) => {
                let fits = !several || metadata.advertises_s256() == Some(true);
                let found = Discovered {
                    issuer,
                    server_metadata: metadata,
                    server_text: text,
                    ..Discovered::default()
                };
                if fits {
                    return Ok(found);
                }
                second_best.get_or_insert(found);
            }
            Err(Stop::Refused(refusal)) => {
                refused.get_or_insert(refusal);
            }
            Err(other) => return Err(other),
        }
    }
    match (second_best, refused) {
        (Some(found), _) => Ok(found),
        (None, Some(refusal)) => Err(Stop::Refused(refusal)),
        (None, None) => Err(none().into()),
    }
}

/// Those at which a client is known come first (RFC 9728 §7.6 leaves the choice to the client).
fn known_first(host: &Host, issuers: Vec<String>) -> Result<Vec<String>, Stop> {
    if issuers.len() < 2 {
        return Ok(issuers);
    }
    let (mut known, mut others) = (Vec::new(), Vec::new());
    for issuer in issuers {
        match store::client_of(host, &issuer)? {
            Some(_) => known.push(issuer),
            None => others.push(issuer),
        }
    }
    known.append(&mut others);
    Ok(known)
}

/// An issuer's validated metadata: all locations at once, taken in the order of the specification.
///
/// # Errors
/// Where none has it, or the first that has is another issuer's.
pub fn metadata_of(
    host: &Host,
    trust: &Trust,
    issuer: &str,
    revision: Option<Revision>,
) -> Result<(ServerMetadata, String), Stop> {
    let revision = revision.unwrap_or(Revision::NEWEST);
    let urls = well_known::server_metadata_urls(issuer, revision).map_err(|reason| {
        Refusal::IssuerInvalid {
            received: issuer.to_owned(),
            reason,
        }
    })?;
    trust.judge("issuer", issuer)?;
    let documents = documents::ask(host, trust, &urls, &[])?;
    for document in &documents {
        let Some(text) = document.body() else {
            continue;
        };
        let Ok(metadata) = server::read(text) else {
            continue;
        };
        // RFC 8414 §3.3; MCP 2026-07-28: identical, else none of it may be used, and no other location makes that good.
        if !metadata.is_of(issuer) {
            return Err(Refusal::IssuerMismatch {
                url: document.url.clone(),
                expected: issuer.to_owned(),
                received: metadata.issuer,
            }
            .into());
        }
        return Ok((metadata, text.to_owned()));
    }
    if let Some(refused) = documents.iter().find_map(|one| one.refused.clone()) {
        return Err(refused.into());
    }
    let silent: Option<Vec<Refusal>> = documents.iter().map(Document::out_of_reach).collect();
    if let Some(first) = silent.and_then(|all| all.into_iter().next()) {
        return Err(first.into());
    }
    Err(Refusal::NoServerMetadata {
        issuer: issuer.to_owned(),
        tried: urls,
    }
    .into())
}
