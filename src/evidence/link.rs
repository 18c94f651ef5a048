//! The links between exchanges: which challenge named which metadata, which metadata advertised the endpoint that was asked.

mod known;
mod token;

pub use known::known;

use super::Evidence;
use super::reading::Reading;
use super::recognise::{self, Known, place};
use super::redact;
use super::seen::{Answer, Seen, answer, header};
use super::step::{
    AuthorizationRequest, CallbackSeen, Credential, LocationForm, McpRequest, Preflight,
    RegistrationRequest, ResourceMetadataRequest, ServerMetadataRequest, Source, Step,
};
use crate::flow::moved;
use crate::http::{Exchange, Request};
use crate::limits;
use crate::wire::address::same_origin;
use crate::wire::{callback, challenge, client, form, jwt, resource, server};
use serde_json::Value;
use std::collections::BTreeSet;

/// A `Location` made absolute against the URL that was asked (RFC 9110 §10.2.2).
#[must_use]
pub fn absolute(base: &str, location: &str) -> String {
    if location.contains("://") {
        return location.to_owned();
    }
    url::Url::parse(base)
        .and_then(|base| base.join(location))
        .map_or_else(|_| location.to_owned(), Into::into)
}

/// Fills the lists of a reading whose steps are recognised.
pub fn fill<'a>(reading: &mut Reading<'a>, known: &Known) {
    let evidence: &'a Evidence = reading.evidence;
    for (index, exchange) in evidence.exchanges.iter().enumerate() {
        let step = reading.steps.get(index).copied().unwrap_or(Step::Other);
        let is_endpoint = matches!(
            step,
            Step::Registration
                | Step::PushedAuthorization
                | Step::DeviceAuthorization
                | Step::Token
        );
        if is_endpoint && is_followed(evidence, index, exchange) {
            continue;
        }
        match step {
            Step::Preflight => reading.preflights.push(Preflight {
                index,
                exchange,
                for_step: recognise::step_of_address(&exchange.request.url, known),
            }),
            Step::Mcp => {
                let request = mcp(reading, index, exchange);
                reading.mcp.push(request);
            }
            Step::ResourceMetadata => {
                let request = resource_metadata(reading, index, exchange);
                reading.resource_metadata.push(request);
            }
            Step::ServerMetadata => {
                let request = server_metadata(reading, index, exchange);
                reading.server_metadata.extend(request);
            }
            Step::Registration => {
                let request = registration(reading, index, exchange);
                reading.registrations.push(request);
            }
            Step::PushedAuthorization => {
                let request = authorization(reading, index, exchange, Step::PushedAuthorization);
                reading.pushed.push(request);
            }
            Step::DeviceAuthorization => {
                let request = authorization(reading, index, exchange, Step::DeviceAuthorization);
                reading.devices.push(request);
            }
            Step::Authorization => {
                let request = authorization(reading, index, exchange, Step::Authorization);
                reading.authorizations.push(request);
                let redirected = redirected_callback(reading, index, exchange);
                reading.callbacks.extend(redirected);
            }
            Step::Callback => {
                let callback = match &exchange.request.body {
                    Some(body) if exchange.request.method == "POST" => {
                        callback::read_form_post(body, &exchange.request.url)
                    }
                    _ => callback::read(&exchange.request.url),
                };
                let seen = callback_seen(reading, index, exchange, callback);
                reading.callbacks.push(seen);
            }
            Step::Token => {
                let request = token::request(reading, index, exchange);
                reading.tokens.push(request);
            }
            Step::AuthorizationPage => reading.pages.push((index, exchange)),
            Step::ClientMetadataDocument | Step::Revocation | Step::Other => {}
        }
    }
}

/// The challenges of an answer.
fn challenges(exchange: &Exchange) -> Seen<challenge::Challenges> {
    match header(exchange, "www-authenticate") {
        Seen::There(value) => Seen::There(challenge::read(&value)),
        Seen::Absent => Seen::Absent,
        Seen::Unseen => Seen::Unseen,
    }
}

fn mcp<'a>(reading: &Reading<'a>, index: usize, exchange: &'a Exchange) -> McpRequest<'a> {
    McpRequest {
        index,
        exchange,
        rpc_method: recognise::rpc_method(&exchange.request),
        credential: credential(reading, exchange),
        challenges: challenges(exchange),
    }
}

fn credential(reading: &Reading, exchange: &Exchange) -> Option<Credential> {
    let Some(value) = exchange.request.headers.get("authorization") else {
        return Some(Credential {
            header: key_header(reading, exchange)?,
            scheme: String::new(),
            claims: None,
            issued_by: None,
        });
    };
    let (scheme, secret) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    let recent = reading.tokens.iter().rev().take(limits::LOOK_BACK);
    let issued_by = recent.rev().find(|one| {
        let issued = one
            .answer
            .view()
            .and_then(|view| view.access_token.as_ref());
        issued.is_some_and(|token| token.reveal() == secret.trim())
    });
    Some(Credential {
        header: "Authorization".to_owned(),
        scheme: scheme.to_ascii_lowercase(),
        claims: jwt::read(secret),
        issued_by: issued_by.map(|one| one.index),
    })
}

/// Of more headers that may carry a key nobody can tell which one does.
const MOST_KEYS: usize = 8;

/// The header that carries a key of the service's own: one that counted as a key before; else one whose value is not known to be public,
/// without which the server answered 401, where it lets the client in or is all that the request has more.
fn key_header(reading: &Reading, exchange: &Exchange) -> Option<String> {
    let request = &exchange.request;
    let names = request.headers.iter().map(|(name, _)| name);
    let earlier = || reading.mcp.iter().rev().take(limits::LOOK_BACK);
    let is_known = |name: &str| {
        let mut sent = earlier().filter_map(|one| one.credential.as_ref());
        sent.any(|one| one.scheme.is_empty() && one.header.eq_ignore_ascii_case(name))
    };
    let is_missed = |name: &str| {
        let rest = others(request, name);
        let has_key = |one: &Request| one.headers.iter().any(|(name, _)| may_be_key(name));
        earlier()
            .filter(|one| one.credential.is_none() && one.exchange.status() == 401)
            .map(|one| &one.exchange.request)
            .filter(|one| !one.headers.has(name))
            .any(|one| {
                let is_same = || one.url == request.url && others(one, name) == rest;
                exchange.is_success() && !has_key(one) || is_same()
            })
    };
    let mut names = names.filter(|name| may_be_key(name)).take(MOST_KEYS);
    let found = names.find(|name| is_known(name) || is_missed(name));
    found.map(str::to_owned)
}

/// Whether a header may carry a key. Cookies come and go by themselves, and MCP's own headers hold no key.
fn may_be_key(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.starts_with("mcp-") && name != "cookie" && redact::hides_value(&name)
}

/// The names of all headers but one, without those that an answer sets.
fn others(request: &Request, but: &str) -> BTreeSet<String> {
    let names = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase());
    names
        .filter(|name| {
            !name.eq_ignore_ascii_case(but) && !name.starts_with("mcp-") && name != "cookie"
        })
        .collect()
}

fn resource_metadata<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
) -> ResourceMetadataRequest<'a> {
    let url = &exchange.request.url;
    let mut recent = reading.mcp.iter().rev().take(limits::LOOK_BACK);
    let announced_by = recent.find(|one| {
        let list = one.challenges.value().map_or(&[][..], |all| &all.list);
        list.iter()
            .any(|challenge| challenge.param("resource_metadata") == Some(url))
    });
    let form = recognise::resource_metadata_form(url);
    let request = ResourceMetadataRequest {
        index,
        exchange,
        form: form
            .as_ref()
            .map_or(LocationForm::Announced, |(form, _)| *form),
        of: form.map(|(_, resource)| resource),
        announced_by: announced_by.map(|one| one.index),
        answer: without_elided(answer(exchange, true, resource::read)),
    };
    // Where it redirects to, it is the metadata of what it was asked for (RFC 9728 §3.3).
    let mut earlier = (reading.resource_metadata.iter().rev()).take(limits::LOOK_BACK);
    match earlier.find(|one| leads_to(one.exchange, url)) {
        Some(asked) => ResourceMetadataRequest {
            form: asked.form,
            of: asked.of.clone(),
            announced_by: asked.announced_by,
            ..request
        },
        None => request,
    }
}

fn leads_to(from: &Exchange, url: &str) -> bool {
    let response = from.response.as_ref().filter(|one| one.is_redirect());
    let to = response.and_then(|one| one.headers.get("location"));
    to.is_some_and(|to| place(&absolute(&from.request.url, &to)) == place(url))
}

/// Whether a request was sent on to where it was sent again: the answer to it is there.
fn is_followed(evidence: &Evidence, index: usize, exchange: &Exchange) -> bool {
    let Some(to) = moved::sent_on(exchange) else {
        return false;
    };
    let later = evidence.exchanges.iter().skip(index + 1);
    later.take(limits::LOOK_BACK).any(|one| {
        one.request.method == exchange.request.method && place(&one.request.url) == place(&to)
    })
}

/// `...` stands in captures for what somebody left out: neither there nor missing.
fn without_elided(
    mut answer: Answer<'_, resource::ResourceMetadata>,
) -> Answer<'_, resource::ResourceMetadata> {
    let elided = |value: &str| matches!(value.trim(), "..." | "\u{2026}");
    if let Answer::Document(document) = &mut answer {
        let view = &mut document.view;
        if view.resource.as_deref().is_some_and(elided) {
            view.resource = None;
            view.members.remove("resource");
            document.whole = false;
        }
        let servers = view.authorization_servers.iter_mut();
        for list in servers.filter(|list| list.iter().any(|one| elided(one))) {
            list.retain(|one| !elided(one));
        }
        if (view.authorization_servers.as_ref()).is_some_and(|list| list.is_empty())
            && view
                .members
                .get("authorization_servers")
                .and_then(Value::as_array)
                .is_some_and(|list| !list.is_empty())
        {
            view.authorization_servers = None;
            view.members.remove("authorization_servers");
            document.whole = false;
        }
    }
    answer
}

fn server_metadata<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
) -> Option<ServerMetadataRequest<'a>> {
    let url = &exchange.request.url;
    let mut earlier = reading.server_metadata.iter().rev().take(limits::LOOK_BACK);
    // Where it redirects to, it is the metadata of the issuer that it was asked for (RFC 8414 §3.3).
    if let Some(asked) = earlier.find(|one| leads_to(one.exchange, url)) {
        return Some(ServerMetadataRequest {
            index,
            exchange,
            answer: answer(exchange, true, server::read),
            ..asked.clone()
        });
    }
    let (kind, form, implied) = recognise::server_metadata_form(url)?;
    let mut documents = reading.resource_documents().take(limits::LOOK_BACK);
    let named = documents.find_map(|(one, document)| {
        let issuers = document.view.authorization_servers.as_ref()?;
        let issuer = issuers
            .iter()
            .find(|issuer| place(issuer) == place(&implied))?;
        Some((one.index, issuer.clone()))
    });
    Some(ServerMetadataRequest {
        index,
        exchange,
        kind,
        form,
        named_by: named.as_ref().map(|(index, _)| *index),
        expected_issuer: named.map_or(implied, |(_, issuer)| issuer),
        answer: answer(exchange, true, server::read),
    })
}

fn registration<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
) -> RegistrationRequest<'a> {
    RegistrationRequest {
        index,
        exchange,
        source: source(reading, &exchange.request.url, "registration_endpoint"),
        asked: exchange
            .request
            .body
            .as_deref()
            .and_then(|body| client::read(body).ok()),
        answer: answer(exchange, false, client::read),
    }
}

fn authorization<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
    step: Step,
) -> AuthorizationRequest<'a> {
    let request = &exchange.request;
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or(query);
    let mut parameters = form::decode(query);
    if request.method == "POST" {
        parameters.extend(form::decode(request.body.as_deref().unwrap_or_default()));
    }
    let member = match step {
        Step::PushedAuthorization => "pushed_authorization_request_endpoint",
        Step::DeviceAuthorization => "device_authorization_endpoint",
        _ => "authorization_endpoint",
    };
    AuthorizationRequest {
        index,
        exchange,
        source: source(reading, &request.url, member),
        parameters,
    }
}

/// The authorization response that an authorization endpoint's redirect carries.
fn redirected_callback<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
) -> Option<CallbackSeen<'a>> {
    let response = exchange
        .response
        .as_ref()
        .filter(|response| response.is_redirect())?;
    let location = response.headers.get("location")?;
    let asked = reading.authorizations.last()?.parameter("redirect_uri");
    let callback = callback::read(&location);
    let answers = callback.code.is_some() || callback.error.is_some();
    let there = asked.is_none_or(|asked| place(asked) == place(&callback.target));
    (answers && there).then(|| callback_seen(reading, index, exchange, callback))
}

fn callback_seen<'a>(
    reading: &Reading<'a>,
    index: usize,
    exchange: &'a Exchange,
    callback: callback::Callback,
) -> CallbackSeen<'a> {
    CallbackSeen {
        index,
        exchange,
        answers: answered(reading, &callback),
        callback,
    }
}

/// The request that a callback answers: the last one that named this redirect URI. A server that signs people in at another one has a
/// callback of its own, which answers none of the client's requests.
fn answered(reading: &Reading, callback: &callback::Callback) -> Option<usize> {
    let target = place(&callback.target);
    let came_there = |one: &&AuthorizationRequest| {
        let asked = one.parameter("redirect_uri");
        asked.is_none_or(|asked| place(asked) == target)
    };
    let mut latest = reading.authorizations.iter().rev();
    if let Some(found) = latest.clone().take(limits::LOOK_BACK).find(came_there) {
        return Some(found.index);
    }
    let last = latest.next()?;
    // A log of a server names no host.
    let is_own = !target.contains("://") || same_origin(target, &last.exchange.request.url);
    (!is_own).then_some(last.index)
}

/// Whether metadata was asked for where the endpoint is, and is nowhere. A log of a server names no host: all of it is one place.
fn has_none(reading: &Reading, url: &str) -> bool {
    let here = |one: &str| !url.contains("://") || same_origin(one, url);
    let recent = reading.server_metadata.iter().rev().take(limits::LOOK_BACK);
    let mut asked = recent
        .filter(|one| here(&one.exchange.request.url))
        .peekable();
    asked.peek().is_some()
        && asked.all(|one| matches!(one.exchange.status(), 404 | 405 | 410))
        && reading.server_documents().next().is_none()
}

/// How a client found an endpoint, by all metadata that was seen before.
fn source(reading: &Reading, url: &str, member: &str) -> Source {
    let mut seen_whole = false;
    for (one, document) in reading.server_documents().take(limits::LOOK_BACK) {
        let advertised = document.view.members.get(member).and_then(Value::as_str);
        if advertised.is_some_and(|endpoint| place(endpoint) == place(url)) {
            return Source::Advertised(one.index);
        }
        seen_whole |= document.whole || advertised.is_some();
    }
    if seen_whole || has_none(reading, url) {
        Source::Guessed
    } else {
        Source::Unknown
    }
}
