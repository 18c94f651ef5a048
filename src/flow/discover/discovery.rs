//! From a server's address to its authorization server: contact, resource metadata, authorization server metadata, each validated
//! before the next is asked (RFC 9728 §5, RFC 8414 §3, MCP authorization server discovery).

use crate::error::Misuse;
use crate::flow::deviation::Deviation;
use crate::flow::discover::contact::{self, Contact};
use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::documents::{self, Document};
use crate::flow::discover::issuer;
use crate::flow::discover::legacy;
use crate::flow::discover::resource::{self, Found, Match};
use crate::flow::discover::well_known;
use crate::flow::host::Host;
use crate::flow::options::{Allowed, Probe, ResourceOption, SignInOptions};
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::token::unreachable;
use crate::flow::trust::Trust;
use crate::spec::Revision;
use crate::wire::resource as resource_document;
use crate::wire::resource::ResourceMetadata;
use crate::wire::rpc::{self, Reply};

/// Finds the authorization server of an MCP server.
///
/// # Errors
/// The first reason why the flow must not go on.
pub fn discover(host: &Host, options: &SignInOptions) -> Result<Discovered, Stop> {
    let trust = host.once(|| {
        require_server(&options.server)?;
        let trust = Trust::of(&options.server, &options.allow);
        trust.judge("server", &options.server)?;
        Ok::<_, Stop>(trust)
    })?;
    let contact = match &options.challenge {
        Some(value) => contact::of_challenge(&options.server, value),
        None => {
            let eager = options.probe == Some(Probe::Eager);
            host.once(|| contact::make(host, &options.server, options.revision, eager))?
        }
    };
    let Some(response) = &contact.exchange.response else {
        return Err(unreachable(&contact.exchange).into());
    };
    // Clients do not follow it (a POST becomes a GET, RFC 9110 §15.4), so a token would be of no use there.
    if response.is_redirect() {
        return Err(Refusal::NotAnMcpServer {
            status: response.status,
            media_type: response.media_type(),
        }
        .into());
    }
    if !matches!(response.status, 200..=299 | 401) {
        host.deviate(Deviation::NotChallenged {
            status: response.status,
        });
    }
    if options.revision == Some(Revision::V2025_03_26) {
        return finish_legacy(host, &trust, options, &contact);
    }
    let published = host.once(|| resource_metadata(host, &trust, options, &contact))?;
    let found = match published {
        Published::Validated(found) => found,
        Published::Nothing | Published::Unknown(_) | Published::PassedOver(_)
            if options.authorization_server.is_some() =>
        {
            return without_list(host, &trust, options, &contact);
        }
        Published::Unknown(refusal) => {
            return Err(needless(&contact).unwrap_or(refusal).into());
        }
        Published::Nothing | Published::PassedOver(_) => {
            return without_metadata(host, &trust, options, &contact);
        }
    };
    let listed = found.metadata.authorization_servers.clone();
    let listed = listed.unwrap_or_default();
    let mut discovered = issuer::choose(host, &trust, options, &found.url, listed)?;
    discovered.resource = found.resource.clone();
    discovered.send_resource = true;
    discovered.resource_metadata = Some(found.metadata);
    discovered.resource_text = Some(found.text);
    Ok(finish(host, options, &contact, discovered))
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

fn finish(
    host: &Host,
    options: &SignInOptions,
    contact: &Contact,
    mut discovered: Discovered,
) -> Discovered {
    discovered.named = host.deviations().iter().any(Deviation::is_named);
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

#[derive(Clone, PartialEq)]
struct Validated {
    url: String,
    text: String,
    metadata: ResourceMetadata,
    resource: String,
}

/// What is known of a server's resource metadata.
#[derive(Clone, PartialEq)]
enum Published {
    Validated(Box<Validated>),
    /// Neither the challenge nor a well-known location has any.
    Nothing,
    /// A location did not answer, so nobody knows.
    Unknown(Refusal),
    /// The challenge's location has none.
    PassedOver(Box<Document>),
}

fn resource_metadata(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Published, Stop> {
    let well_known = || well_known::resource_metadata_urls(&options.server).unwrap_or_default();
    let challenge = contact.challenges.acted_on();
    let Some(named) = challenge.and_then(|one| one.param("resource_metadata")) else {
        return published(host, trust, options, contact, &well_known(), false);
    };
    // RFC 9728 §5.1: an absolute URL; anything else counts as absent and is never resolved against the server's own address.
    if well_known::server_address(named).is_err() {
        host.deviate(Deviation::RelativeMetadataUrl {
            received: named.to_owned(),
        });
        return published(host, trust, options, contact, &well_known(), false);
    }
    trust.judge("resource_metadata", named)?;
    // MCP 2025-11-25, protected resource metadata discovery: the challenge's location is used.
    let places = [named.to_owned()];
    match published(host, trust, options, contact, &places, true)? {
        // Every other client goes on at the well-known locations where that one is not there (404, 403): nothing there was refused.
        Published::PassedOver(document) => {
            host.deviate(Deviation::ChallengeMetadataPassedOver {
                url: document.url.clone(),
                status: document.status(),
            });
            published(host, trust, options, contact, &well_known(), false)
        }
        found => Ok(found),
    }
}

fn published(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
    urls: &[String],
    by_challenge: bool,
) -> Result<Published, Stop> {
    let mut unanswered = None;
    for document in documents::ask(host, trust, urls, &contact.along)? {
        let found = if by_challenge {
            Found::ByChallenge
        } else {
            Found::At(&document.url)
        };
        let text = document.body().unwrap_or_default();
        match resource_document::read(text) {
            Ok(metadata) if document.body().is_some() => {
                let resource = validate(host, options, found, &document.url, &metadata)?;
                document.is_used(host, "resource_metadata");
                return Ok(Published::Validated(Box::new(Validated {
                    url: document.url.clone(),
                    text: text.to_owned(),
                    metadata,
                    resource,
                })));
            }
            read if by_challenge => {
                let is_absent = (400..500).contains(&document.status()) && document.status() != 429;
                if is_absent {
                    return Ok(Published::PassedOver(Box::new(document)));
                }
                return Err(unusable(&document, read.err()).into());
            }
            _ if document.is_unanswered() => {
                unanswered.get_or_insert_with(|| unusable(&document, None));
            }
            _ => {}
        }
    }
    // What fails for a moment is not absent: treated as 2025-03-26, the server would get another issuer for that moment.
    Ok(unanswered.map_or(Published::Nothing, Published::Unknown))
}

/// RFC 9728 §3.3: on a mismatch nothing of the document may be used.
fn validate(
    host: &Host,
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
        Match::Compatible if options.allows(Allowed::CompatibleResource) => {
            host.deviate(Deviation::Allowed {
                name: Allowed::CompatibleResource,
            });
            Ok(named.to_owned())
        }
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
    document
        .out_of_reach()
        .unwrap_or_else(|| Refusal::ResourceMetadataUnusable {
            url: document.url.clone(),
            status: document.status(),
            unreadable: unreadable.filter(|_| document.status() == 200),
        })
}

/// Why there is nothing to sign in to, where the server asks for no credential.
fn needless(contact: &Contact) -> Option<Refusal> {
    let status = contact.exchange.status();
    if contact.is_challenged() || !(200..300).contains(&status) {
        return None;
    }
    let response = contact.exchange.response.as_ref();
    let is_stream = contact.exchange.opens_stream();
    if is_stream || response.map(rpc::reply) == Some(Reply::Message) {
        return Some(Refusal::NoAuthorizationNeeded { status });
    }
    Some(Refusal::NotAnMcpServer {
        status,
        media_type: response.and_then(crate::http::Response::media_type),
    })
}

/// The server does not say who its authorization server is; the host does.
fn without_list(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Discovered, Stop> {
    let mut discovered = issuer::choose(host, trust, options, &options.server, Vec::new())?;
    let own = resource::canonical(&options.server);
    discovered.resource = own.unwrap_or_else(|_| options.server.clone());
    discovered.send_resource = true;
    Ok(finish(host, options, contact, discovered))
}

/// No resource metadata: nothing to do, not an MCP server, or one of 2025-03-26.
fn without_metadata(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Discovered, Stop> {
    if let Some(refusal) = needless(contact) {
        return Err(refusal.into());
    }
    let status = contact.exchange.status();
    // From 2025-06-18 on a server publishes resource metadata; without any, and without a revision that says otherwise, the older
    // algorithm is still tried, and what it finds is marked.
    if options.revision.is_some() || !(contact.is_challenged() || status == 403) {
        let tried = well_known::resource_metadata_urls(&options.server).unwrap_or_default();
        return Err(Refusal::NoResourceMetadata { tried }.into());
    }
    finish_legacy(host, trust, options, contact)
}

fn finish_legacy(
    host: &Host,
    trust: &Trust,
    options: &SignInOptions,
    contact: &Contact,
) -> Result<Discovered, Stop> {
    // Who asks for another scheme alone (RFC 9110 §11.6.1) has no OAuth endpoints to guess.
    let other_scheme =
        contact.challenges.acted_on().is_none() && !contact.challenges.list.is_empty();
    let discovered = legacy::discover(host, trust, &options.server, !other_scheme)?;
    Ok(finish(host, options, contact, discovered))
}
