//! From the callback, or the wait for a shown code, to the tokens in the store.

use super::begin;
use crate::error::Misuse;
use crate::flow::callback::{self, Expected};
use crate::flow::client::{Client, ClientKind};
use crate::flow::client_auth::{Means, method};
use crate::flow::device;
use crate::flow::exchange::{self, TokenEndpoint};
use crate::flow::host::{Host, HostFailed};
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::pending::{self, Pending};
use crate::flow::refusal::Refusal;
use crate::flow::store;
use crate::flow::token::{Grant, Granted, Wanted};
use crate::flow::tokens::{self, Tokens};
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
        (None, _) => return device::wait(host, pending),
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
    let ended = alone(host, &pending, || {
        use_up(host, &pending)?;
        ask(host, &pending, &grant)
            .and_then(|granted| signed_in(host, &pending, granted))
            .inspect_err(|_| drop_own_key(host, &pending))
    });
    match ended {
        Err(Stop::Refused(refusal)) => start_again(host, pending, refusal),
        ended => ended,
    }
}

/// Does the work while no renewal is under way: what that gets would take the place of the newer tokens.
///
/// # Errors
/// Those of the work.
pub fn alone<T>(
    host: &Host,
    pending: &Pending,
    work: impl FnOnce() -> Result<T, Stop>,
) -> Result<T, Stop> {
    host.locked(
        store::refresh_lock(&pending.issuer, &pending.resource),
        work,
    )
}

/// What a refused token request leads to: where the client is one that the server has forgotten, a new sign-in as a new client
/// (RFC 7591 §3.2.1: registrations end). Once, and only for one that an earlier sign-in made.
///
/// # Errors
/// The refusal in any other case; else as [`begin`].
pub fn start_again(host: &Host, pending: Pending, refusal: Box<Refusal>) -> Result<Outcome, Stop> {
    if !refusal.is_forgotten_client() {
        return Err(Stop::Refused(refusal));
    }
    if pending.client.kind == ClientKind::Dynamic {
        store::forget_client(host, &pending.issuer, &pending.client.client_id)?;
    }
    match pending.again {
        Some(options) => begin(host, *options),
        None => Err(Stop::Refused(refusal)),
    }
}

/// One token request for a sign-in.
///
/// # Errors
/// Where there is no usable answer.
pub fn ask(host: &Host, pending: &Pending, grant: &Grant) -> Result<Granted, Stop> {
    let endpoint = TokenEndpoint {
        url: &pending.token_endpoint,
        issuer: &pending.issuer,
        methods: pending.token_endpoint_auth_methods.as_deref(),
        // RFC 7523 §2.1 needs no client.
        client: Some(&pending.client).filter(|client| !client.client_id.is_empty()),
        resource: pending.send_resource.then_some(pending.resource.as_str()),
        key_id: pending.key_id.as_deref(),
    };
    exchange::ask(host, endpoint, grant, &pending.scopes, Wanted::AccessToken)
}

/// Makes the tokens of a granted request and keeps them, before anything else can go wrong.
///
/// # Errors
/// Where the host has no clock.
pub fn signed_in(host: &Host, pending: &Pending, granted: Granted) -> Result<Outcome, Stop> {
    let now = host.now()?;
    let bound = granted.token_type == "DPoP";
    let tokens = Tokens {
        v: tokens::VERSION,
        issuer: pending.issuer.clone(),
        resource: pending.resource.clone(),
        server: pending.server.clone(),
        client_id: pending.client.client_id.clone(),
        token_type: granted.token_type,
        header: None,
        scope: granted.scopes.join(" "),
        requested_scope: pending.scopes.join(" "),
        access_token: granted.access_token,
        refresh_token: granted.refresh_token,
        expires_at: granted.expires_in.map(|seconds| now + seconds * 1000.0),
        issued_at: now,
        sign_in: pending.id.clone(),
        renewals: 0,
        key_id: pending.key_id.clone().filter(|_| bound),
        token_endpoint: Some(pending.token_endpoint.clone()),
        omit_resource: !pending.send_resource,
    };
    let not_kept = keep(host, pending, &tokens)
        .err()
        .map(|failed| failed.message);
    if !bound {
        store::drop_key(host, pending.key_id.as_deref());
    }
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        not_kept,
    })
}

fn keep(host: &Host, pending: &Pending, tokens: &Tokens) -> Result<(), HostFailed> {
    store::save_tokens(host, tokens)?;
    // Without an id there is none to keep, and the issuer's own stays.
    if pending.client.client_id.is_empty() {
        return Ok(());
    }
    store::bind(host, &pending.server, &pending.issuer, &pending.client)?;
    let used_before = store::client_with_id(host, &pending.issuer, &pending.client.client_id)?
        .filter(|one| one.client_secret == pending.client.client_secret);
    // What renews the tokens later proves itself as now.
    let listed = pending.token_endpoint_auth_methods.as_deref();
    let client = Client {
        token_endpoint_auth_method: Some(
            method(Means::of(&pending.client), listed)
                .as_str()
                .to_owned(),
        ),
        in_use_since: used_before
            .and_then(|one| one.in_use_since)
            .or(Some(tokens.issued_at)),
        ..pending.client.clone()
    };
    store::save_client(host, &pending.issuer, &client)
}
