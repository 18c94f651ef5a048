//! Clients: the one in use at an issuer, those that earlier sign-ins were made with, and which one signed in to a server.

use super::{
    KnownServer, both, bound_key, client_key, client_key_of, drop_key, forget, load, save, saving,
    server_key, typed,
};
use crate::flow::client::{Client, ClientKind};
use crate::flow::host::{Effect, Host, HostFailed, done};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which client signed in to a server, and at which issuer: it outlives the tokens, so that nothing is shown to another issuer later (MCP
/// 2026-07-28, Authorization Server Binding).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bound {
    /// The issuer of the last sign-in, raw.
    pub issuer: String,
    /// The client of the last sign-in.
    pub client_id: String,
    /// The clients that were brought, and the issuer of each.
    pub brought: BTreeMap<String, String>,
}

/// Binds a client that signed in to its issuer.
///
/// # Errors
/// Where the store fails.
pub fn bind(host: &Host, server: &str, issuer: &str, client: &Client) -> Result<(), HostFailed> {
    let mut brought = bound_of(host, server)?.brought;
    if client.kind == ClientKind::PreRegistered {
        brought.insert(client.client_id.clone(), issuer.to_owned());
    }
    let bound = Bound {
        issuer: issuer.to_owned(),
        client_id: client.client_id.clone(),
        brought,
    };
    save(host, bound_key(server), &bound)
}

/// Which client signed in to a server, and at which issuer.
///
/// # Errors
/// Where the store can't be read.
pub fn bound_of(host: &Host, server: &str) -> Result<Bound, HostFailed> {
    let bound: Option<Bound> = load(host, bound_key(server))?;
    Ok(bound.unwrap_or_default())
}

/// The client in use at an issuer.
///
/// # Errors
/// Where the store can't be read.
pub fn client_of(host: &Host, issuer: &str) -> Result<Option<Client>, HostFailed> {
    load(host, client_key(issuer))
}

/// The client in use at an issuer, and which one signed in to a server; read at the same time.
///
/// # Errors
/// Where the store can't be read.
pub fn client_and_bound(
    host: &Host,
    issuer: &str,
    server: &str,
) -> Result<(Option<Client>, Bound), HostFailed> {
    let [client, bound] = both(host, client_key(issuer), bound_key(server))?;
    Ok((typed(client), typed(bound).unwrap_or_default()))
}

/// The client that tokens of an issuer were issued to: they are bound to it (RFC 6749 §6, §10.4).
///
/// # Errors
/// Where the store can't be read.
pub fn client_with_id(
    host: &Host,
    issuer: &str,
    client_id: &str,
) -> Result<Option<Client>, HostFailed> {
    let in_use = client_of(host, issuer)?.filter(|client| client.client_id == client_id);
    match in_use {
        Some(client) => Ok(Some(client)),
        None => load(host, client_key_of(issuer, client_id)),
    }
}

/// Makes a client the one in use at its issuer; the one `before` stays for the sign-ins that were made with it.
///
/// # Errors
/// Where the store refuses.
pub fn save_client(
    host: &Host,
    issuer: &str,
    before: Option<Client>,
    client: &Client,
) -> Result<(), HostFailed> {
    set_aside(host, issuer, before, &client.client_id)?;
    let in_use = saving(client_key(issuer), client)?;
    let set_aside = Effect::Delete(client_key_of(issuer, &client.client_id));
    let answers = host.together(vec![in_use, set_aside]);
    answers.into_iter().try_for_each(done)
}

/// Keeps the client in use under its own id, where another one comes and a sign-in needs more of it than the id.
fn set_aside(
    host: &Host,
    issuer: &str,
    in_use: Option<Client>,
    coming: &str,
) -> Result<(), HostFailed> {
    match in_use {
        Some(client)
            if client.client_id != coming
                && client.in_use_since.is_some()
                && client.is_confidential() =>
        {
            save(host, client_key_of(issuer, &client.client_id), &client)
        }
        Some(client) if client.client_id != coming => {
            drop_key(host, made_for(&client));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The key that was made when the client was registered; one of a person's own app stays with the issuer.
fn made_for(client: &Client) -> Option<&str> {
    let key_id = client.key_id.as_deref();
    key_id.filter(|_| client.kind == ClientKind::Dynamic)
}

/// Forgets one client of an issuer, and no other one.
///
/// # Errors
/// Where the store refuses.
pub fn forget_client(host: &Host, issuer: &str, client_id: &str) -> Result<(), HostFailed> {
    let forgotten = client_with_id(host, issuer, client_id)?;
    let in_use = client_of(host, issuer)?;
    if in_use.is_some_and(|client| client.client_id == client_id) {
        forget(host, client_key(issuer))?;
    }
    forget(host, client_key_of(issuer, client_id))?;
    drop_key(host, forgotten.as_ref().and_then(made_for));
    Ok(())
}

/// Has the next sign-in to a server register anew; what was signed in before goes on, and what a person brought stays bound to its issuer.
///
/// # Errors
/// Where the store refuses.
pub fn forget_client_of(host: &Host, server: &str) -> Result<(), HostFailed> {
    let bound = Bound {
        brought: bound_of(host, server)?.brought,
        ..Bound::default()
    };
    save(host, bound_key(server), &bound)?;
    let known: Option<KnownServer> = load(host, server_key(server))?;
    match known {
        Some(known) => {
            set_aside(host, &known.issuer, client_of(host, &known.issuer)?, "")?;
            forget(host, client_key(&known.issuer))
        }
        None => Ok(()),
    }
}
