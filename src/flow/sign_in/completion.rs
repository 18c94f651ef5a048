//! From the callback, or the wait for a shown code, to the tokens in the store.

use super::begin;
use crate::error::Misuse;
use crate::flow::authorize::callback::{self, Expected};
use crate::flow::authorize::device;
use crate::flow::client::ClientKind;
use crate::flow::host::Host;
use crate::flow::keep::pending::{self, Pending};
use crate::flow::keep::store;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::flow::token::Grant;
use crate::flow::token::redeem;
use crate::secret::Secret;

/// What the host hands back.
#[derive(Clone, Debug, PartialEq)]
pub enum Waiting {
    /// The value itself.
    Given(Box<Pending>),
    /// Its id: the value is in the store.
    Kept(String),
}

/// Completes a sign-in with the callback; without one, by asking for the result of a shown code.
///
/// # Errors
/// Where a gate refuses, the caller made a mistake, or the host can't do what is needed.
pub fn complete(
    host: &Host,
    waiting: Waiting,
    callback_url: Option<String>,
) -> Result<Outcome, Stop> {
    let pending = match waiting {
        Waiting::Given(pending) => *pending,
        Waiting::Kept(id) => store::load::<Pending>(host, store::pending_key(&id))?
            .map(|pending| Pending {
                stored: true,
                ..pending
            })
            .ok_or(Refusal::PendingUnknown)?,
    };
    if pending.v != pending::VERSION {
        let (expected, received) = (pending::VERSION.to_string(), pending.v.to_string());
        return Err(Misuse::argument("pending.v", expected, received).into());
    }
    if host.now()? >= pending.expires_at {
        store::abandon(host, &pending.id)?;
        return Err(Refusal::PendingExpired {
            expired_at: pending.expires_at,
        }
        .into());
    }
    let judged = match (Expected::of(&pending), callback_url) {
        (Some(expected), Some(url)) => callback::code(&url, expected),
        (Some(_), None) => {
            return Err(
                Misuse::argument("callbackUrl", "the whole callback URL", "nothing").into(),
            );
        }
        (None, _) => {
            let ended = device::wait(host, &pending);
            return or_start_again(host, pending, ended);
        }
    };
    match judged {
        Ok(code) => exchange_code(host, pending, code),
        // The server's answer to this sign-in, and its end.
        Err(refusal @ Refusal::AuthorizationRefused { .. }) => {
            use_up(host, &pending)?;
            drop_own_key(host, &pending);
            Err(refusal.into())
        }
        // A callback that is not ours must not use up the sign-in that waits for the right one.
        Err(refusal) => Err(refusal.into()),
    }
}

/// Only one of two callbacks gets through, where the store keeps the sign-in.
fn use_up(host: &Host, pending: &Pending) -> Result<(), Stop> {
    let taken = store::take_pending(host, &pending.id)?;
    if pending.stored && taken.is_none() {
        return Err(Refusal::PendingUnknown.into());
    }
    Ok(())
}

/// After [`use_up`]: where the store does not keep the sign-in, another callback may have bound tokens to its key.
fn drop_own_key(host: &Host, pending: &Pending) {
    store::drop_key(host, pending.key_id.as_deref().filter(|_| pending.stored));
}

fn exchange_code(host: &Host, pending: Pending, code: Secret) -> Result<Outcome, Stop> {
    let grant = Grant::AuthorizationCode {
        code,
        verifier: pending.verifier.clone(),
        redirect_uri: pending.redirect_uri.clone().unwrap_or_default(),
    };
    let ended = redeem::alone(host, &pending, || {
        use_up(host, &pending)?;
        redeem::ask(host, &pending, &grant)
            .and_then(|granted| redeem::signed_in(host, &pending, granted))
            .inspect_err(|_| drop_own_key(host, &pending))
    });
    or_start_again(host, pending, ended)
}

/// What a refused token request leads to: where the client is one that the server has forgotten, a new sign-in as a new client
/// (RFC 7591 §3.2.1: registrations end). Once, and only for one that an earlier sign-in made.
fn or_start_again(
    host: &Host,
    pending: Pending,
    ended: Result<Outcome, Stop>,
) -> Result<Outcome, Stop> {
    let refusal = match ended {
        Err(Stop::Refused(refusal)) if refusal.is_forgotten_client() => refusal,
        ended => return ended,
    };
    if pending.client.kind == ClientKind::Dynamic {
        store::forget_client(host, &pending.issuer, &pending.client.client_id)?;
    }
    match pending.again {
        Some(options) => begin(host, *options),
        None => Err(Stop::Refused(refusal)),
    }
}
