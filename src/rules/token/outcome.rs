//! What became of a token request (RFC 6749 §5), told by status, code and wording.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Answer;
use crate::evidence::step::{ClientAuthentication, TokenRequest};
use crate::rule::{Fact, Verdict};
use crate::rules::{wording, words};
use crate::wire::json::Unreadable;

/// Why a token request did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The endpoint does not work.
    Failing,
    /// The answer is neither JSON nor tells a reason.
    NotJson,
    /// How the client authenticates.
    ClientAuthentication,
    /// The client id.
    UnknownClient,
    /// The PKCE verifier.
    Verifier,
    /// The redirect URI.
    RedirectUri,
    /// `resource` was needed.
    ResourceNeeded,
    /// `resource` is not taken.
    Resource,
    /// A scope.
    Scope,
    /// The code: used, expired, or not this client's.
    Code,
    /// The refresh token, as RFC 6749 wants it said.
    RefreshToken,
    /// The refresh token, said in another way.
    RefreshWithOtherCode,
    /// The grant.
    Grant,
    /// DPoP.
    Dpop,
    /// Something else.
    Other,
}

/// Why this request did not succeed; `None` where it did, or where that was not seen.
#[must_use]
pub fn of(reading: &Reading, one: &TokenRequest) -> Option<Refused> {
    let status = one.exchange.status();
    let error = reading.error(one.index);
    let refused = status >= 300 || error.code.is_some();
    if !refused {
        return None;
    }
    let refresh = one.grant() == Some("refresh_token");
    // A redirect is not followed: the code would go with it.
    if error.code.is_none() && (matches!(status, 300..=399 | 404 | 405) || status >= 500) {
        return Some(Refused::Failing);
    }
    if error.says_any(&["dpop"]) {
        return Some(Refused::Dpop);
    }
    if error.says_any(&["secret"]) && !refresh {
        return Some(Refused::ClientAuthentication);
    }
    let of_refresh_token = ["refresh_token is", "refresh token is", "invalid refresh"];
    let otherwise = error.says_any(&["invalid_grant", "grant type"]);
    if refresh && error.says_any(&of_refresh_token) && !otherwise {
        return Some(Refused::RefreshWithOtherCode);
    }
    let of_grant = [
        "unsupported_grant_type",
        "grant type",
        "unauthorized_client",
    ];
    let of_client = wording::unknown_client(&error) && error.says_any(&["client_id", "client id"]);
    if error.says_any(&of_grant) && !of_client {
        return Some(Refused::Grant);
    }
    if wording::pkce(&error) {
        return Some(Refused::Verifier);
    }
    if wording::redirect_uri(&error) {
        return Some(Refused::RedirectUri);
    }
    if wording::resource_needed(&error) {
        return Some(Refused::ResourceNeeded);
    }
    if wording::resource(&error) {
        return Some(Refused::Resource);
    }
    if wording::scope(&error) {
        return Some(Refused::Scope);
    }
    if error.says("invalid_grant") {
        return Some(if refresh || error.says("refresh token") {
            Refused::RefreshToken
        } else {
            Refused::Code
        });
    }
    let secret = error.says_any(&[
        "secret",
        "authentication",
        "auth method",
        "required",
        "missing",
    ]);
    if wording::unknown_client(&error) && !secret {
        return Some(Refused::UnknownClient);
    }
    if wording::client_authentication(&error)
        || one.authentication == Some(ClientAuthentication::Both)
    {
        return Some(Refused::ClientAuthentication);
    }
    if status >= 500 || error.is("server_error") {
        return Some(Refused::Failing);
    }
    if refresh {
        return Some(Refused::RefreshWithOtherCode);
    }
    let unreadable = matches!(&one.answer, Answer::Unreadable(kind) if *kind != Unreadable::Empty);
    match (status, unreadable) {
        (_, true) => Some(Refused::NotJson),
        (401, false) => Some(Refused::ClientAuthentication),
        _ => Some(Refused::Other),
    }
}

/// A fact for each request with one outcome.
#[must_use]
pub fn facts(reading: &Reading, wanted: Refused, title: &str) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| of(reading, one) == Some(wanted))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            Fact::at(one.index, format!("{url} {title}")).received(said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}

/// Status and text of the answer, for `received`.
#[must_use]
pub fn said(reading: &Reading, one: &TokenRequest) -> String {
    words::answered(one.exchange, &reading.error(one.index))
}

/// The requests that were answered with an access token.
pub fn successes<'a, 'b>(reading: &'b Reading<'a>) -> impl Iterator<Item = &'b TokenRequest<'a>> {
    reading.tokens.iter().filter(|one| {
        one.answer
            .view()
            .is_some_and(|view| view.access_token.is_some())
    })
}
