//! Which authorization server, and its metadata: validated by the issuer as text (RFC 8414 §3; MCP authorization server metadata
//! discovery).

use crate::flow::deviation::Deviation;
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
use crate::plain;
use crate::spec::Revision;
use crate::wire::server::{self, ServerMetadata};
use serde_json::{Map, Value};

/// What a document of an authorization server is called.
pub const SERVER_METADATA: &str = "authorization_server_metadata";

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
    let is_listed = |issuer: &String| listed.contains(issuer);
    // Nothing is wrong at the server where only the one that the caller named can't be used.
    let own = options.authorization_server.as_ref();
    let not_theirs = own
        .filter(|named| !listed.is_empty() && !is_listed(named))
        .map(|named| Refusal::OtherIssuer {
            expected: named.clone(),
            received: listed.join(", "),
        });
    let issuers = match (&options.authorization_server, &options.issuer) {
        (Some(named), _) => {
            if !is_listed(named) {
                host.deviate(Deviation::NamedAuthorizationServer {
                    issuer: named.clone(),
                    server: options.server.clone(),
                });
            }
            vec![named.clone()]
        }
        (None, Some(pinned)) if is_listed(pinned) => vec![pinned.clone()],
        _ => listed,
    };
    if issuers.is_empty() {
        return Err(none().into());
    }
    let issuers = known_first(host, issuers)?;
    let several = issuers.len() > 1;
    let (mut refused, mut second_best) = (None, None);
    for issuer in issuers.into_iter().take(limits::AUTHORIZATION_SERVERS) {
        match described(host, trust, options, &issuer) {
            Ok((metadata, text)) => {
                let fits = !several || metadata.advertises_s256() == Some(true);
                let found = Discovered {
                    issuer: metadata.issuer.clone().unwrap_or(issuer),
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
        (None, Some(refusal)) => Err(match (not_theirs, &*refusal) {
            (Some(own), Refusal::Unreachable { .. } | Refusal::NoServerMetadata { .. }) => {
                own.into()
            }
            _ => Stop::Refused(refusal),
        }),
        (None, None) => Err(none().into()),
    }
}

/// An issuer's metadata, with what the host knows better.
fn described(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    issuer: &str,
) -> Result<(ServerMetadata, String), Stop> {
    let given = &options.authorization_server_metadata;
    let pinned = options.issuer.as_deref();
    if given.is_empty() {
        let found = metadata_of(host, trust, issuer, options.revision, pinned)?;
        return required(pinned, issuer, found);
    }
    let endpoints = ["authorization_endpoint", "token_endpoint"];
    let mut members = match endpoints.iter().all(|name| given.contains_key(*name)) {
        true => Map::new(),
        false => {
            metadata_of(host, trust, issuer, options.revision, pinned)?
                .0
                .members
        }
    };
    members
        .entry("issuer")
        .or_insert_with(|| Value::from(issuer));
    for (name, value) in given.iter().filter(|(name, _)| *name != "issuer") {
        members.insert(name.clone(), value.clone());
    }
    let text = plain::text(&Value::Object(members));
    let metadata = server::read(&text).unwrap_or_default();
    host.deviate(Deviation::NamedMetadata {
        issuer: issuer.to_owned(),
    });
    required(pinned, issuer, (metadata, text))
}

/// Nothing goes on at another issuer than the one that the host wants.
fn required(
    pinned: Option<&str>,
    issuer: &str,
    found: (ServerMetadata, String),
) -> Result<(ServerMetadata, String), Stop> {
    let received = found.0.issuer.as_deref().unwrap_or(issuer);
    match pinned {
        Some(expected) if expected != received => Err(Refusal::OtherIssuer {
            expected: expected.to_owned(),
            received: received.to_owned(),
        }
        .into()),
        _ => Ok(found),
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

/// An issuer's validated metadata: all locations at once, taken in the order of the specification. `pinned` is the issuer that the host wants:
/// a document that says this one is accepted too.
///
/// # Errors
/// Where none has it, or the first that has is another issuer's.
pub fn metadata_of(
    host: &Host,
    trust: &Trust,
    issuer: &str,
    revision: Option<Revision>,
    pinned: Option<&str>,
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
        if let Some(pinned) = pinned
            && !metadata.is_of(issuer)
            && metadata.is_of(pinned)
        {
            host.deviate(Deviation::NamedIssuer {
                expected: issuer.to_owned(),
                received: pinned.to_owned(),
            });
            document.is_used(host, SERVER_METADATA);
            return Ok((metadata, text.to_owned()));
        }
        if !metadata.is_of(issuer) {
            return Err(Refusal::IssuerMismatch {
                url: document.url.clone(),
                expected: issuer.to_owned(),
                received: metadata.issuer,
            }
            .into());
        }
        document.is_used(host, SERVER_METADATA);
        return Ok((metadata, text.to_owned()));
    }
    if let Some(refused) = documents.iter().find_map(|one| one.refused.clone()) {
        return Err(refused.into());
    }
    let silent: Option<Vec<Refusal>> = documents.iter().map(Document::out_of_reach).collect();
    if let Some(first) = silent.and_then(|all| all.into_iter().next()) {
        return Err(first.into());
    }
    // Nothing found there is used; it lets the report say where the document is instead.
    documents::ask(
        host,
        trust,
        &well_known::misplaced_server_metadata_urls(issuer),
        &[],
    )?;
    Err(Refusal::NoServerMetadata {
        issuer: issuer.to_owned(),
        tried: urls,
    }
    .into())
}
