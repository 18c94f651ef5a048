//! From what a person or a client may redeem to the tokens in the store.

use crate::flow::after::proof::{self, Proof};
use crate::flow::client::{Client, ClientKind};
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::keep::tokens::{self, Tokens};
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::token::client_auth::{Means, method};
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::token::{Grant, Granted, Wanted};

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

/// One token request for a sign-in.
///
/// # Errors
/// If the answer can't be used, or none comes.
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
    let next_nonce = granted.next_nonce.clone();
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
    exchange::keep_nonce(host, &pending.token_endpoint, next_nonce);
    if !bound {
        store::drop_key(host, pending.key_id.as_deref());
    }
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        proof: Proof::default(),
        not_kept,
    })
}

/// Tries what was signed in to, behind the lock: the tokens are kept by then. What the server refuses with 401 is kept no longer.
///
/// # Errors
/// Where the server refuses the tokens; that of what ended before.
pub fn proven(
    host: &Host,
    pending: &Pending,
    ended: Result<Outcome, Stop>,
) -> Result<Outcome, Stop> {
    let (tokens, not_kept) = match ended {
        Ok(Outcome::SignedIn {
            tokens, not_kept, ..
        }) if pending.prove != Some(false) => (tokens, not_kept),
        ended => return ended,
    };
    let proof = proof::of_sign_in(host, &tokens, pending.revision).inspect_err(|stop| {
        if matches!(stop, Stop::Refused(refusal) if refusal.is_unauthorized()) {
            // The refusal is what is told, whatever becomes of the store.
            let name = store::tokens_key(&tokens.issuer, &tokens.resource);
            let _ = store::forget_tokens(host, &name);
        }
    })?;
    Ok(Outcome::SignedIn {
        tokens,
        proof,
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
        redirect_uris: match (pending.client.kind, &pending.redirect_uri) {
            (ClientKind::PreRegistered, Some(uri)) => vec![uri.clone()],
            _ => pending.client.redirect_uris.clone(),
        },
        ..pending.client.clone()
    };
    let before = store::client_of(host, &pending.issuer)?;
    store::save_client(host, &pending.issuer, before, &client)
}
