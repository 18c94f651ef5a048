//! Using a credential: which header goes along, and what to do when the server still says 401 or 403.

use crate::flow::after::renew;
use crate::flow::authorize::scope;
use crate::flow::host::Host;
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::flow::sign_in;
use crate::flow::token::exchange::{nonce_for, remember_nonce};
use crate::flow::token::jose::{self, ProofOf};
use crate::http::{Exchange, Headers, Response};
use crate::wire::address::same_origin;
use crate::wire::challenge;

/// The headers that carry a credential to one request. Never in a URL (MCP, Token Requirements), never to another origin (MCP
/// 2025-06-18, Token Handling).
///
/// # Errors
/// Where the request goes to another origin than the credential is for.
pub fn headers(host: &Host, tokens: &Tokens, method: &str, url: &str) -> Result<Headers, Stop> {
    if !same_origin(&tokens.server, url) {
        return Err(Refusal::ForeignOrigin {
            expected: tokens.server.clone(),
            received: url.split(['?', '#']).next().unwrap_or_default().to_owned(),
        }
        .into());
    }
    let token = tokens.access_token.reveal();
    if let Some(name) = &tokens.header {
        return Ok(Headers::new().with(name, token));
    }
    let mut headers =
        Headers::new().with("Authorization", format!("{} {token}", tokens.token_type));
    if let Some(key_id) = &tokens.key_id {
        let nonce = nonce_for(host, url)?;
        let proof = jose::proof(
            host,
            ProofOf {
                key_id,
                method,
                url,
                nonce: nonce.as_deref(),
                access_token: Some(&tokens.access_token),
            },
        )?;
        headers.push("DPoP", proof.reveal());
    }
    Ok(headers)
}

/// The headers for a request to a server with what the store has for it, renewed where it is past its time; none where there is
/// nothing, or where the key that it is bound to can't sign: then the server refuses, and [`judge`] lets the person sign in anew.
///
/// # Errors
/// As [`headers`].
pub fn stored_headers(host: &Host, server: &str, method: &str, url: &str) -> Result<Headers, Stop> {
    let Some(tokens) = store::tokens_of(host, server)? else {
        return Ok(Headers::new());
    };
    let expired = tokens.is_expired(host.now()?);
    let tokens = if expired && tokens.refresh_token.is_some() {
        match renew::refresh(host, tokens.clone(), None) {
            Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
            // The old one may still do; if not, the server says so.
            _ => tokens,
        }
    } else {
        tokens
    };
    match headers(host, &tokens, method, url) {
        // A token without the proof of its key is worth nothing (RFC 9449 §7.1).
        Err(Stop::Host(failed)) if failed.what == "key" => Ok(Headers::new()),
        other => other,
    }
}

/// What was tried for one request so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// The token was renewed.
    pub refreshed: bool,
    /// A nonce was taken up.
    pub nonce: bool,
    /// It was sent again with what the store had got meanwhile.
    pub resent: bool,
    /// Somebody signed in.
    pub signed_in: usize,
}

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Give it to the caller.
    Pass,
    /// Send the request again.
    Again,
    /// Ask the person first.
    Ask(Box<Outcome>),
}

/// Judges an answer to a request that carried what the store has: nonce, refresh, sign-in or step-up (RFC 6750 §3.1; MCP 2025-11-25,
/// Scope Challenge Handling), each a limited number of times. Where nobody `can_ask` a person, no sign-in is begun: its secrets and keys
/// would wait in the store for ever.
///
/// # Errors
/// Where a gate refuses, or nothing is left to try.
pub fn judge(
    host: &Host,
    options: SignInOptions,
    answer: &Exchange,
    tried: &mut Tried,
    can_ask: bool,
) -> Result<Next, Stop> {
    // The request that waits is the proof.
    let options = SignInOptions {
        prove: Some(false),
        ..options
    };
    let Some(response) = &answer.response else {
        return Ok(Next::Pass);
    };
    remember_nonce(host, &answer.request.url, answer)?;
    let value = response.headers.get("www-authenticate").unwrap_or_default();
    let challenges = challenge::read(&value);
    if wants_nonce(response, &challenges) && !tried.nonce {
        tried.nonce = true;
        return Ok(Next::Again);
    }
    let challenge = challenges.acted_on();
    let lacks_scope = challenge.and_then(|one| one.param("error")) == Some("insufficient_scope");
    let named = scope::split(
        challenge
            .and_then(|one| one.param("scope"))
            .unwrap_or_default(),
    );
    let tokens = store::tokens_of(host, &options.server)?;
    // Somebody signed in or renewed while this request was under way; or these tokens can't be sent, which a second try shows.
    if matches!(response.status, 401 | 403)
        && !tried.resent
        && tokens.as_ref().is_some_and(|one| !was_sent(one, answer))
    {
        tried.resent = true;
        return Ok(Next::Again);
    }
    match (response.status, tokens) {
        (401, Some(tokens)) => {
            if tokens.refresh_token.is_some() && !tried.refreshed {
                tried.refreshed = true;
                if renew::refresh(host, tokens.clone(), None).is_ok() {
                    return Ok(Next::Again);
                }
            }
            if !can_ask {
                return Ok(Next::Pass);
            }
            if tried.signed_in > 0 {
                return Err(still(response.status, &challenges).into());
            }
            let more = named.iter().any(|one| !tokens.scopes().contains(one));
            tried.signed_in += 1;
            let outcome = if more && !named.is_empty() && !tokens.scope.is_empty() {
                renew::step_up(host, &tokens, &value, options)?
            } else {
                start(host, options, &value)?
            };
            Ok(Next::Ask(Box::new(outcome)))
        }
        (401, None) if can_ask => {
            if tried.signed_in > 0 {
                return Err(still(response.status, &challenges).into());
            }
            tried.signed_in += 1;
            let outcome = start(host, options, &value)?;
            Ok(Next::Ask(Box::new(outcome)))
        }
        (403, Some(tokens)) if lacks_scope && can_ask => {
            tried.signed_in += 1;
            let outcome = renew::step_up(host, &tokens, &value, options)?;
            Ok(Next::Ask(Box::new(outcome)))
        }
        _ => Ok(Next::Pass),
    }
}

/// Keeps the nonce of an answer; whether the server wants the request again with it (RFC 9449 §9).
///
/// # Errors
/// Where the store refuses.
pub fn takes_up_nonce(host: &Host, answer: &Exchange) -> Result<bool, Stop> {
    let Some(response) = &answer.response else {
        return Ok(false);
    };
    remember_nonce(host, &answer.request.url, answer)?;
    let value = response.headers.get("www-authenticate").unwrap_or_default();
    Ok(wants_nonce(response, &challenge::read(&value)))
}

fn wants_nonce(response: &Response, challenges: &challenge::Challenges) -> bool {
    let error = "use_dpop_nonce";
    let mut listed = challenges.list.iter();
    response.status == 401
        && listed.any(|one| one.scheme == "dpop" && one.param("error") == Some(error))
}

fn was_sent(tokens: &Tokens, answer: &Exchange) -> bool {
    let name = tokens.header.as_deref().unwrap_or("authorization");
    let sent = answer.request.headers.get(name).unwrap_or_default();
    sent.ends_with(tokens.access_token.reveal())
}

/// The challenge is read again each time: this is how a change of the authorization server shows (RFC 9728 §5.2).
fn start(host: &Host, mut options: SignInOptions, value: &str) -> Result<Outcome, Stop> {
    options.challenge = Some(value.to_owned());
    sign_in::begin(host, &options)
}

/// The refusal for a credential that the server did not take.
#[must_use]
pub fn still(status: u16, challenges: &challenge::Challenges) -> Refusal {
    let param = |name: &str| {
        let challenge = challenges.acted_on()?;
        challenge.param(name).map(str::to_owned)
    };
    Refusal::StillUnauthorized {
        status,
        error: param("error"),
        description: param("error_description"),
        scope: param("scope"),
    }
}
