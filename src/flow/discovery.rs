//! From a server's address to its authorization server: contact, resource metadata, authorization server metadata, each validated
//! before the next is asked (RFC 9728 §5, RFC 8414 §3, MCP authorization server discovery).

use super::contact::{self, Contact};
use super::documents::{self, Document};
use super::host::Host;
use super::legacy;
use super::options::{Allowed, Probe, ResourceOption, SignInOptions};
use super::outcome::Stop;
use super::refusal::Refusal;
use super::resource::{self, Found, Match};
use super::store;
use super::token::unreachable;
use super::trust::Trust;
use super::well_known;
use crate::error::Misuse;
use crate::http::{Exchange, Request};
use crate::limits;
use crate::spec::Revision;
use crate::wire::resource::ResourceMetadata;
use crate::wire::server::ServerMetadata;
use crate::wire::{resource as resource_document, server as server_document};

/// Everything that the rest of the flow needs to know about a server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discovered {
    /// The validated issuer, raw.
    pub issuer: String,
    /// Its metadata.
    pub server_metadata: ServerMetadata,
    /// The text of its metadata, to be cached.
    pub server_text: String,
    /// The resource's metadata; nothing under 2025-03-26.
    pub resource_metadata: Option<ResourceMetadata>,
    /// The text of the resource's metadata, to be cached.
    pub resource_text: Option<String>,
    /// The identifier of the protected resource, raw.
    pub resource: String,
    /// Whether `resource` is sent.
    pub send_resource: bool,
    /// `scope` of the challenge.
    pub challenge_scope: Option<String>,
    /// Whether the challenge wants DPoP (RFC 9449 §7.1).
    pub challenges_dpop: bool,
    /// The server is judged as one of 2025-03-26: it is its own authorization server.
    pub legacy: bool,
    /// Nothing is published and the endpoints are those that 2025-03-26 takes for granted.
    pub assumed: bool,
}

/// Finds the authorization server of an MCP server.
///
/// # Errors
/// The first reason why the flow must not go on.
pub async fn discover(host: &Host, options: &SignInOptions) -> Result<Discovered, Stop> {
    require_server(&options.server)?;
    let trust = Trust::of(&options.server, &options.allow);
    trust.judge("server", &options.server).map_err(Stop::from)?;
    let contact = match &options.challenge {
        Some(value) => contact::of_challenge(&options.server, value),
        None => {
            let eager = options.probe == Some(Probe::Eager);
            contact::make(host, &options.server, options.revision, eager).await?
        }
    };
    if contact.exchange.response.is_none() {
        return Err(unreachable(&contact.exchange).into());
    }
    if options.revision == Some(Revision::V2025_03_26) {
        return finish_legacy(host, &trust, options, &contact).await;
    }
    let Some(found) = resource_metadata(host, &trust, options, &contact).await? else {
        return without_metadata(host, &trust, options, &contact).await;
    };
    let mut discovered = authorization_server(host, &trust, options, &found).await?;
    discovered.resource = found.resource.clone();
    discovered.send_resource = true;
    discovered.resource_metadata = Some(found.metadata);
    discovered.resource_text = Some(found.text);
    Ok(finish(options, &contact, discovered))
}

/// The server's address, as an argument of the caller.
///
/// # Errors
/// A caller's mistake that names what would have been right.
pub fn require_server(server: &str) -> Result<(), Misuse> {
    well_known::server_address(server)
        .map(|_| ())
        .map_err(|flaw| {
            let expected = match flaw {
                well_known::ServerFlaw::MissingScheme => "an address that starts with https://",
                well_known::ServerFlaw::NotAUrl => "a URL",
                well_known::ServerFlaw::UserinfoNotAllowed => {
                    "a URL without user name and password"
                }
            };
            let shown = match server.split_once('@') {
                Some((_, host)) => format!("…@{host}"),
                None => server.to_owned(),
            };
            Misuse::argument("server", expected, shown)
        })
}

fn finish(options: &SignInOptions, contact: &Contact, mut discovered: Discovered) -> Discovered {
    let challenge = contact.challenges.acted_on();
    discovered.challenge_scope = challenge
        .and_then(|one| one.param("scope"))
        .filter(|scope| !scope.is_empty())
        .map(str::to_owned);
    discovered.challenges_dpop = challenge.is_some_and(|one| one.scheme == "dpop");
    match &options.resource {
        Some(ResourceOption::Send(send)) => discovered.send_resource = *send,
        Some(ResourceOption::Named(resource)) => {
            discovered.resource.clone_from(resource);
            discovered.send_resource = true;
        }
        None => {}
    }
    discovered
}

struct Validated {
    url: String,
    text: String,
    metadata: ResourceMetadata,
    resource: String,
}

/// The validated resource metadata; nothing where neither the challenge nor a well-known location has any.
async fn resource_metadata(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Option<Validated>, Stop> {
    let named = contact
        .challenges
        .acted_on()
        .and_then(|one| one.param("resource_metadata"))
        // RFC 9728 §5.1: an absolute URL; anything else counts as absent and is never resolved against the server's own address.
        .filter(|url| well_known::server_address(url).is_ok());
    let (urls, by_challenge) = match named {
        // MCP 2025-11-25, protected resource metadata discovery: the challenge's location is used, and no other one.
        Some(url) => {
            trust.judge("resource_metadata", url)?;
            (vec![url.to_owned()], true)
        }
        None => (
            well_known::resource_metadata_urls(&options.server).unwrap_or_default(),
            false,
        ),
    };
    for document in ask(host, trust, &urls, &contact.along).await? {
        let found = if by_challenge {
            Found::ByChallenge
        } else {
            Found::At(&document.url)
        };
        let text = document.body().unwrap_or_default();
        match resource_document::read(text) {
            Ok(metadata) if document.body().is_some() => {
                let resource = validate(options, found, &document.url, &metadata)?;
                return Ok(Some(Validated {
                    url: document.url.clone(),
                    text: text.to_owned(),
                    metadata,
                    resource,
                }));
            }
            read if by_challenge => {
                return Err(unusable(&document, read.err()).into());
            }
            _ => {}
        }
    }
    Ok(None)
}

/// RFC 9728 §3.3: on a mismatch nothing of the document may be used.
fn validate(
    options: &SignInOptions,
    found: Found<'_>,
    url: &str,
    metadata: &ResourceMetadata,
) -> Result<String, Refusal> {
    let Some(named) = metadata.resource.as_deref() else {
        return Err(Refusal::ResourceMissing {
            url: url.to_owned(),
        });
    };
    match resource::compare(&options.server, found, named) {
        Match::Exact | Match::SameRequest => Ok(named.to_owned()),
        Match::Compatible if options.allows(Allowed::CompatibleResource) => Ok(named.to_owned()),
        matched => Err(Refusal::ResourceMismatch {
            url: url.to_owned(),
            expected: resource::expected(&options.server, found),
            received: named.to_owned(),
            compatible: matched == Match::Compatible,
        }),
    }
}

fn unusable(document: &Document, unreadable: Option<crate::wire::json::Unreadable>) -> Refusal {
    if let Some(refused) = &document.refused {
        return refused.clone();
    }
    match &document.exchange {
        Some(exchange) if exchange.response.is_none() => unreachable(exchange),
        _ => Refusal::ResourceMetadataUnusable {
            url: document.url.clone(),
            status: document.status(),
            unreadable: unreadable.filter(|_| document.status() == 200),
        },
    }
}

/// No resource metadata: nothing to do, not an MCP server, or one of 2025-03-26.
async fn without_metadata(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Discovered, Stop> {
    let status = contact.exchange.status();
    if !contact.is_challenged() && (200..300).contains(&status) {
        if super::handshake::rpc(&contact.exchange).is_some() {
            return Err(Refusal::NoAuthorizationNeeded { status }.into());
        }
        let response = contact.exchange.response.as_ref();
        return Err(Refusal::NotAnMcpServer {
            status,
            media_type: response.and_then(crate::http::Response::media_type),
        }
        .into());
    }
    // From 2025-06-18 on a server publishes resource metadata; without any, and without a revision that says otherwise, the older
    // algorithm is still tried, and what it finds is marked.
    if options.revision.is_some() || !(contact.is_challenged() || status == 403) {
        let tried = well_known::resource_metadata_urls(&options.server).unwrap_or_default();
        return Err(Refusal::NoResourceMetadata { tried }.into());
    }
    finish_legacy(host, trust, options, contact).await
}

async fn finish_legacy(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Discovered, Stop> {
    let discovered = legacy::discover(host, trust, &options.server).await?;
    Ok(finish(options, contact, discovered))
}

/// The first authorization server of the list that can be used, or the one that the caller named (RFC 9728 §7.6).
async fn authorization_server(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    found: &Validated,
) -> Result<Discovered, Stop> {
    let listed = found
        .metadata
        .authorization_servers
        .clone()
        .unwrap_or_default();
    let mut issuers: Vec<String> = listed;
    if let Some(wanted) = &options.authorization_server {
        issuers.retain(|issuer| issuer == wanted);
    }
    if issuers.is_empty() {
        return Err(Refusal::NoAuthorizationServers {
            url: found.url.clone(),
        }
        .into());
    }
    let issuers = known_first(host, issuers).await?;
    let several = issuers.len() > 1;
    let (mut refused, mut second_best) = (None, None);
    for issuer in issuers.into_iter().take(limits::AUTHORIZATION_SERVERS) {
        match server_metadata(host, trust, &issuer, options.revision).await {
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
        (None, None) => Err(Refusal::NoAuthorizationServers {
            url: found.url.clone(),
        }
        .into()),
    }
}

/// Those at which a client is known come first (RFC 9728 §7.6 leaves the choice to the client).
async fn known_first(host: &Host, issuers: Vec<String>) -> Result<Vec<String>, Stop> {
    if issuers.len() < 2 {
        return Ok(issuers);
    }
    let (mut known, mut others) = (Vec::new(), Vec::new());
    for issuer in issuers {
        match store::client_of(host, &issuer).await? {
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
pub async fn server_metadata(
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
    let documents = ask(host, trust, &urls, &[]).await?;
    for document in &documents {
        let Some(text) = document.body() else {
            continue;
        };
        let Ok(metadata) = server_document::read(text) else {
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
    let silent = |one: &Document| {
        one.exchange
            .as_ref()
            .filter(|it| it.response.is_none())
            .cloned()
    };
    if let (true, Some(exchange)) = (
        documents.iter().all(|one| silent(one).is_some()),
        documents.iter().find_map(silent),
    ) {
        return Err(unreachable(&exchange).into());
    }
    Err(Refusal::NoServerMetadata {
        issuer: issuer.to_owned(),
        tried: urls,
    }
    .into())
}

/// Several locations at once; those whose answers are there already are not asked again. Where the server has had enough of us (403,
/// 429), one after the other, and none after the first that answers.
async fn ask(
    host: &Host,
    trust: &Trust,
    urls: &[String],
    along: &[Exchange],
) -> Result<Vec<Document>, Stop> {
    let known = |url: &String| along.iter().find(|one| one.request.url == *url).cloned();
    let gently = host
        .seen()
        .iter()
        .any(|one| matches!(one.status(), 403 | 429));
    let mut asked = Vec::new();
    if !gently {
        let requests: Vec<Request> = urls
            .iter()
            .filter(|url| known(url).is_none())
            .map(Request::get)
            .collect();
        if !requests.is_empty() {
            asked = documents::fetch(host, trust, requests).await?;
        }
    }
    let mut asked = asked.into_iter();
    let mut documents = Vec::new();
    for url in urls {
        let document = match (known(url), gently) {
            (Some(exchange), _) => {
                Some(documents::settle(host, trust, url.clone(), exchange).await?)
            }
            (None, false) => asked.next(),
            (None, true) => documents::fetch(host, trust, vec![Request::get(url)])
                .await?
                .pop(),
        };
        let answered = document.as_ref().is_some_and(|one| one.body().is_some());
        documents.extend(document);
        if gently && answered {
            break;
        }
    }
    Ok(documents)
}
