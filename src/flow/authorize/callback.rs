//! The gate behind the browser: whether an authorization response belongs to this sign-in and may be used. In this order:
//! `state`, place, `iss`, error, code; nothing of a response is shown before `state` and `iss` are right.

use crate::flow::keep::pending::Pending;
use crate::flow::refusal::Refusal;
use crate::secret::Secret;
use crate::wire::address::Address;
use crate::wire::callback::{Callback, ResponseMode, read};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What a response must fit.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// `state` of the request.
    pub state: &'a Secret,
    /// The issuer that the request went to, raw.
    pub issuer: &'a str,
    /// Whether it announces `iss` (RFC 9207 §3).
    pub announces_iss: bool,
    /// The redirect URI of the request, raw.
    pub redirect_uri: &'a str,
    /// Whether a bare code is accepted (the opt-out `bareCode`).
    pub bare_code: bool,
}

impl<'a> Expected<'a> {
    /// What a response to this sign-in must fit; nothing where it has no browser.
    #[must_use]
    pub fn of(pending: &'a Pending) -> Option<Self> {
        Some(Self {
            state: pending.state.as_ref()?,
            issuer: &pending.issuer,
            announces_iss: pending.announces_iss,
            redirect_uri: pending.redirect_uri.as_deref()?,
            bare_code: pending.bare_code,
        })
    }
}

/// The code of a callback URL that belongs to this sign-in.
///
/// # Errors
/// The first reason why it must not be used.
pub fn code(callback_url: &str, expected: Expected<'_>) -> Result<Secret, Refusal> {
    let text = callback_url.trim();
    if is_bare(text) {
        // Without `state` and `iss` nothing ties the code to this sign-in but PKCE: only by the person's own decision, and never
        // where the issuer says that it sends `iss` (RFC 9207 §2.4).
        if expected.bare_code && !expected.announces_iss && !text.is_empty() {
            return Ok(Secret::new(text));
        }
        return Err(Refusal::BareCode);
    }
    check(read(text), expected)
}

/// The same for parameters that are read already.
///
/// # Errors
/// The first reason why they must not be used.
pub fn check(callback: Callback, expected: Expected<'_>) -> Result<Secret, Refusal> {
    // RFC 6749 §3.1: no parameter twice.
    if !callback.duplicates.is_empty() {
        return Err(Refusal::DuplicateParameter {
            names: callback.duplicates,
        });
    }
    // RFC 6749 §10.12; MCP 2025-06-18, Open Redirection.
    let state = callback.state.as_ref().ok_or(Refusal::StateMissing)?;
    if !expected.state.matches(state.reveal()) {
        return Err(Refusal::StateMismatch);
    }
    // RFC 9700 §4.4.2: the answer comes to the redirect URI of the request.
    if !callback.target.is_empty() && !same_target(&callback.target, expected.redirect_uri) {
        return Err(Refusal::CallbackElsewhere {
            expected: expected.redirect_uri.to_owned(),
            received: callback.target,
        });
    }
    // RFC 6749 §4.1.2: the code comes in the query.
    if callback.mode != ResponseMode::Query {
        return Err(Refusal::WrongResponseMode {
            received: callback.mode,
        });
    }
    iss(callback.iss.as_deref(), expected)?;
    match (callback.code, callback.error) {
        (Some(_), Some(_)) => Err(Refusal::CodeAndError),
        (Some(code), None) => Ok(code),
        (None, Some(error)) => Err(Refusal::AuthorizationRefused {
            error,
            description: callback.error_description,
        }),
        (None, None) => Err(Refusal::CodeMissing),
    }
}

/// The table of MCP 2026-07-28, Authorization Response Validation; safe under every revision (RFC 9207 §2.4). Compared as text: no
/// case, port, slash or percent-encoding is evened out.
fn iss(received: Option<&str>, expected: Expected<'_>) -> Result<(), Refusal> {
    match received {
        Some(received) if received == expected.issuer => Ok(()),
        Some(received) => Err(Refusal::IssMismatch {
            expected: expected.issuer.to_owned(),
            received: received.to_owned(),
        }),
        None if expected.announces_iss => Err(Refusal::IssMissing {
            expected: expected.issuer.to_owned(),
        }),
        None => Ok(()),
    }
}

/// The id of the sign-in that a callback belongs to; nothing where it has no `state`.
#[must_use]
pub fn pending_id(callback_url: &str) -> Option<String> {
    read(callback_url)
        .state
        .map(|state| id_of_state(state.reveal()))
}

/// An id that does not give `state` away.
#[must_use]
pub fn id_of_state(state: &str) -> String {
    let digest = Sha256::digest(format!("pending {state}"));
    URL_SAFE_NO_PAD.encode(digest).chars().take(22).collect()
}

fn is_bare(text: &str) -> bool {
    !text.contains(['=', '?', '#']) && !text.contains("://")
}

/// The query of a redirect URI may come back before the response's own parameters; an empty path is a slash.
fn same_target(received: &str, redirect_uri: &str) -> bool {
    let own = redirect_uri.split('?').next().unwrap_or_default();
    let slashless = |text: &str| {
        let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
        match after_scheme.find('/') {
            Some(at) if at + 1 == after_scheme.len() => text.trim_end_matches('/').to_owned(),
            _ => text.to_owned(),
        }
    };
    // A listener that only knows the path of a request may give just that.
    let path_only = Address::parse(own).is_ok_and(|own| own.path == received);
    path_only || slashless(received) == slashless(own)
}
