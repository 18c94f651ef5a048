//! From the callback, or the wait for a shown code, to the tokens in the store.

use super::begin;
use crate::error::Misuse;
use crate::flow::authorize::callback::{self, Expected};
use crate::flow::authorize::device;
use crate::flow::client::{Client, ClientKind};
use crate::flow::deviation::Deviation;
use crate::flow::discover::known;
use crate::flow::host::Host;
use crate::flow::keep::pending::{self, Pending};
use crate::flow::keep::store;
use crate::flow::options::Retry;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::flow::token::Grant;
use crate::flow::token::client_auth::{Means, method};
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
    for deviation in &pending.deviations {
        host.deviate(deviation.clone());
    }
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
            let ended = redeem::proven(host, &pending, ended);
            return or_start_again(host, pending, ended);
        }
    };
    match judged {
        Ok(code) => exchange_code(host, pending, code),
        // The server's answer to this sign-in, and its end.
        Err(refusal @ Refusal::AuthorizationRefused { .. }) => {
            use_up(host, &pending)?;
            drop_own_key(host, &pending);
            or_start_again(host, pending, Err(refusal.into()))
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
    let ended = redeem::proven(host, &pending, ended);
    or_start_again(host, pending, ended)
}

/// What the server's refusal leads to, where the sign-in rests on something that can be had anew: a new one, once for each reason. A client
/// that the server has forgotten (RFC 7591 §3.2.1: registrations end) is registered again, if an earlier sign-in made it.
fn or_start_again(
    host: &Host,
    pending: Pending,
    ended: Result<Outcome, Stop>,
) -> Result<Outcome, Stop> {
    let refusal = match ended {
        Err(Stop::Refused(refusal)) => refusal,
        ended => return ended,
    };
    let Some(mut options) = pending.again.clone() else {
        return Err(Stop::Refused(refusal));
    };
    let mut once = |retry: Retry| {
        let is_new = !options.retried.contains(&retry);
        options.retried.push(retry);
        is_new
    };
    let client = &pending.client;
    let is_own = client.kind == ClientKind::Dynamic;
    let goes_on = if refusal.is_forgotten_client() {
        if is_own && has_unused_secret(client) && once(Retry::Secret) {
            prove_by_secret(host, &pending)?;
            true
        } else {
            if is_own {
                store::forget_client(host, &pending.issuer, &client.client_id)?;
            }
            pending.client_kept
        }
    } else if refusal.demands_dpop() && pending.key_id.is_none() && once(Retry::Dpop) {
        options.dpop = Some(true);
        true
    } else {
        // What the person said does not depend on what was discovered.
        let is_said = matches!(&*refusal, Refusal::AuthorizationRefused { error, .. } if error == "access_denied");
        pending.remembered
            && !is_said
            && once(Retry::Discovery)
            && known::has_changed(host, &options)?
    };
    if goes_on {
        return begin(host, &options);
    }
    Err(Stop::Refused(refusal))
}

/// Whether the server issued a secret along with `none`: never one that a person gave.
fn has_unused_secret(client: &Client) -> bool {
    client.client_secret.is_some() && client.token_endpoint_auth_method.as_deref() == Some("none")
}

/// From now on the client proves itself by the secret that was issued to it (RFC 7591 §3.2.1).
fn prove_by_secret(host: &Host, pending: &Pending) -> Result<(), Stop> {
    let listed = pending.token_endpoint_auth_methods.as_deref();
    let means = Means {
        registered: None,
        ..Means::of(&pending.client)
    };
    let client = Client {
        token_endpoint_auth_method: Some(method(means, listed).as_str().to_owned()),
        ..pending.client.clone()
    };
    host.deviate(Deviation::IssuedSecret {
        client_id: client.client_id.clone(),
    });
    let before = store::client_of(host, &pending.issuer)?;
    Ok(store::save_client(host, &pending.issuer, before, &client)?)
}
