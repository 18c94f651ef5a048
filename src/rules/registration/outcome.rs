//! What became of a dynamic registration (RFC 7591 §3.2), told by status, code and wording.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::{RegistrationRequest, Source};
use crate::http::Response;
use crate::rule::{Fact, Verdict};
use crate::rules::{wording, words};
use crate::wire::address::Address;

/// Why a registration did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The endpoint was made up by the client: registration is not offered.
    NotOffered,
    /// The endpoint wants a credential.
    Authentication,
    /// A policy of the server.
    Policy,
    /// Only admitted clients.
    NotAdmitted,
    /// The redirect URI.
    RedirectUri,
    /// Another member of the request.
    Metadata,
    /// Too many.
    Limit,
    /// The advertised endpoint does not work.
    Broken,
}

/// Why this registration did not succeed; `None` where it did, or where that was not seen.
#[must_use]
pub fn of(reading: &Reading, one: &RegistrationRequest) -> Option<Refused> {
    const POLICY: [&str; 11] = [
        "registration_not_supported",
        "registration not supported",
        "policy",
        "trusted host",
        "not permitted to use",
        "registration is disabled",
        "registration disabled",
        "registration is not enabled",
        "registration is closed",
        "registration not allowed",
        "allowed client scope",
    ];
    const ADMITTED: [&str; 12] = [
        "allowlist",
        "allow list",
        "allow-list",
        "whitelist",
        "not approved",
        "not an approved",
        "unapproved",
        "not authorized to register",
        "not allowed to register",
        "client_name",
        "client name",
        "unknown client",
    ];
    const CREDENTIAL: [&str; 8] = [
        "initial access token",
        "access token",
        "authentication required",
        "authentication is required",
        "not authenticated",
        "unauthenticated",
        "login",
        "bearer",
    ];
    let status = one.exchange.status();
    let error = reading.error(one.index);
    let failed = status >= 300 || (status == 0 && error.code.is_some());
    if !failed {
        return None;
    }
    let html = one
        .exchange
        .response
        .as_ref()
        .is_some_and(Response::is_html);
    if status == 429 || error.says_any(&["rate limit", "too many", "quota"]) {
        return Some(Refused::Limit);
    }
    let absent = matches!(status, 404 | 405 | 410 | 422 | 501) || (html && status != 403);
    if absent && error.code.is_none() && is_guess(reading, one) {
        return Some(Refused::NotOffered);
    }
    if wording::redirect_uri(&error) {
        return Some(Refused::RedirectUri);
    }
    if status == 403 && html {
        return None;
    }
    if error.says_any(&POLICY) {
        return Some(Refused::Policy);
    }
    if matches!(status, 400 | 403) && error.says_any(&ADMITTED) {
        return Some(Refused::NotAdmitted);
    }
    match status {
        401 => Some(Refused::Authentication),
        403 if error.says_any(&CREDENTIAL) || has_challenge(one) => Some(Refused::Authentication),
        403 => Some(Refused::NotAdmitted),
        300..=399 => Some(Refused::Authentication),
        0 | 400 | 409 | 415 | 422 => Some(Refused::Metadata),
        _ => Some(Refused::Broken),
    }
}

/// A fact for each registration with one outcome.
#[must_use]
pub fn facts(reading: &Reading, wanted: Refused, title: &str) -> Verdict {
    let facts = reading
        .registrations
        .iter()
        .filter(|one| of(reading, one) == Some(wanted))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            Fact::at(one.index, format!("{url} {title}")).received(said(reading, one))
        });
    Verdict::of(!reading.registrations.is_empty(), facts)
}

/// Status and text of the answer, for `received`.
#[must_use]
pub fn said(reading: &Reading, one: &RegistrationRequest) -> String {
    words::answered(one.exchange, &reading.error(one.index))
}

/// Whether the client made the endpoint up: no metadata has it, or it is the habitual `/register` on a host that isn't known to be
/// an authorization server.
fn is_guess(reading: &Reading, one: &RegistrationRequest) -> bool {
    match one.source {
        Source::Advertised(_) => false,
        Source::Guessed => true,
        // Clients say so where the metadata, of which not all was captured, names no endpoint.
        Source::Unknown => {
            reading.claimed("registration/not-offered")
                || is_habitual(reading, &one.exchange.request.url)
        }
    }
}

fn is_habitual(reading: &Reading, url: &str) -> bool {
    let Ok(asked) = Address::parse(url) else {
        return false;
    };
    let same = |other: &str| Address::parse(other).is_ok_and(|other| other.same_origin(&asked));
    let issuers: Vec<&String> = reading
        .resource_documents()
        .filter_map(|(_, document)| document.view.authorization_servers.as_ref())
        .flatten()
        .collect();
    let described = reading
        .server_documents()
        .any(|(_, document)| document.view.issuer.as_deref().is_some_and(same));
    let named = issuers.iter().any(|issuer| same(issuer));
    let on_the_server = reading.server.as_deref().is_some_and(same);
    asked.path == "/register" && !described && !named && (on_the_server || !issuers.is_empty())
}

fn has_challenge(one: &RegistrationRequest) -> bool {
    one.exchange
        .response
        .as_ref()
        .is_some_and(|response| response.headers.has("www-authenticate"))
}
