//! What is kept between calls, and under which names: everything is bound to the issuer or the resource that it is for (MCP
//! 2026-07-28, Authorization Server Binding). What can't be read is as if it were not there.

use super::client::{Client, ClientKind};
use super::host::{Effect, Host, HostFailed};
use super::pending::Pending;
use super::tokens::Tokens;
use crate::plain;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a discovery found, to start the next sign-in without asking again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KnownServer {
    /// The validated issuer, raw.
    pub issuer: String,
    /// The identifier of the protected resource, raw.
    pub resource: String,
    /// Whether `resource` is sent.
    pub send_resource: bool,
    /// The text of the issuer's metadata.
    pub server_metadata: String,
    /// The text of the resource's metadata.
    pub resource_metadata: Option<String>,
    /// `scope` of the challenge.
    pub challenge_scope: Option<String>,
    /// Whether the challenge wanted DPoP.
    pub challenges_dpop: bool,
    /// Whether the server is one of 2025-03-26.
    pub legacy: bool,
    /// Whether the endpoints were taken for granted.
    pub assumed: bool,
    /// Whether it was found under wishes or opt-outs of the caller: then it starts no other sign-in.
    pub conditional: bool,
    /// In ms since the epoch.
    pub expires_at: f64,
}

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

/// How often an operation asked for more scopes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StepUps {
    /// The authorization requests made.
    pub attempts: usize,
    /// When the count starts anew, in ms since the epoch.
    pub expires_at: f64,
}

/// The client in use at an issuer: the one of the next sign-in.
#[must_use]
pub fn client_key(issuer: &str) -> String {
    format!("client/{issuer}")
}

/// A client that an earlier sign-in at the issuer was made with, and that another one has taken the place of since.
#[must_use]
pub fn client_key_of(issuer: &str, client_id: &str) -> String {
    format!("client/{issuer} {client_id}")
}

/// The tokens for a resource from an issuer.
#[must_use]
pub fn tokens_key(issuer: &str, resource: &str) -> String {
    format!("tokens/{issuer} {resource}")
}

/// What is known of a server.
#[must_use]
pub fn server_key(server: &str) -> String {
    format!("server/{server}")
}

/// Which client belongs to which issuer, for a server.
#[must_use]
pub fn bound_key(server: &str) -> String {
    format!("bound/{server}")
}

/// A sign-in under way. Hosts keep their own copy under a name of their own; this one decides which of two callbacks counts.
#[must_use]
pub fn pending_key(id: &str) -> String {
    format!("waiting/{id}")
}

/// The lock of the one who renews the tokens for a resource.
#[must_use]
pub fn refresh_lock(issuer: &str, resource: &str) -> String {
    format!("refresh/{issuer} {resource}")
}

/// The last nonce of an origin (RFC 9449 §8).
#[must_use]
pub fn nonce_key(origin: &str) -> String {
    format!("nonce/{origin}")
}

/// The step-ups for a resource.
#[must_use]
pub fn step_up_key(issuer: &str, resource: &str) -> String {
    format!("step-up/{issuer} {resource}")
}

/// The credential in use for a server.
#[must_use]
pub fn credential_key(server: &str) -> String {
    format!("credential/{server}")
}

/// Reads a stored value.
///
/// # Errors
/// Where the store can't be read.
pub fn load<T: DeserializeOwned>(host: &Host, key: String) -> Result<Option<T>, HostFailed> {
    let text = host.text(Effect::Load(key))?;
    Ok(typed(text))
}

/// Stores a value.
///
/// # Errors
/// Where the store refuses it.
pub fn save<T: Serialize>(host: &Host, key: String, value: &T) -> Result<(), HostFailed> {
    let value = serde_json::to_value(value).map_err(|error| HostFailed {
        what: "store",
        message: error.to_string(),
    })?;
    host.done(Effect::Save(key, value.to_string()))
}

/// Text to `Value` to type, never at once: one copy of each type's conversion in the wasm.
fn typed<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    let value: Value = serde_json::from_str(&text?).ok()?;
    plain::read(value).ok()
}

/// Forgets a stored value.
///
/// # Errors
/// Where the store refuses.
pub fn forget(host: &Host, key: String) -> Result<(), HostFailed> {
    host.done(Effect::Delete(key))
}

/// Keeps tokens, and which ones are in use for their server.
///
/// # Errors
/// Where the store refuses.
pub fn save_tokens(host: &Host, tokens: &Tokens) -> Result<(), HostFailed> {
    let key = tokens_key(&tokens.issuer, &tokens.resource);
    save(host, key.clone(), tokens)?;
    save(host, credential_key(&tokens.server), &key)
}

/// The tokens in use for a server.
///
/// # Errors
/// Where the store can't be read.
pub fn tokens_of(host: &Host, server: &str) -> Result<Option<Tokens>, HostFailed> {
    match load::<String>(host, credential_key(server))? {
        Some(key) => load(host, key),
        None => Ok(None),
    }
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

/// Keeps a sign-in under way, and says whether it is really kept: then it can be used once only.
///
/// # Errors
/// Where the store refuses.
pub fn save_pending(host: &Host, pending: &Pending) -> Result<bool, HostFailed> {
    save(host, pending_key(&pending.id), pending)?;
    let kept = load::<Pending>(host, pending_key(&pending.id))?;
    Ok(kept.is_some())
}

/// Takes a sign-in under way out of the store: only one of two callers gets it.
///
/// # Errors
/// Where the store can't be read.
pub fn take_pending(host: &Host, id: &str) -> Result<Option<Pending>, HostFailed> {
    let text = host.text(Effect::Take(pending_key(id)))?;
    Ok(typed(text))
}

/// The client in use at an issuer.
///
/// # Errors
/// Where the store can't be read.
pub fn client_of(host: &Host, issuer: &str) -> Result<Option<Client>, HostFailed> {
    load(host, client_key(issuer))
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

/// Makes a client the one in use at its issuer; the one before stays for the sign-ins that were made with it.
///
/// # Errors
/// Where the store refuses.
pub fn save_client(host: &Host, issuer: &str, client: &Client) -> Result<(), HostFailed> {
    set_aside(host, issuer, &client.client_id)?;
    save(host, client_key(issuer), client)?;
    forget(host, client_key_of(issuer, &client.client_id))
}

/// Keeps the client in use under its own id, where another one comes and a sign-in needs more of it than the id.
fn set_aside(host: &Host, issuer: &str, coming: &str) -> Result<(), HostFailed> {
    match client_of(host, issuer)? {
        Some(client)
            if client.client_id != coming
                && client.in_use_since.is_some()
                && client.is_confidential() =>
        {
            save(host, client_key_of(issuer, &client.client_id), &client)
        }
        _ => Ok(()),
    }
}

/// Forgets one client of an issuer, and no other one.
///
/// # Errors
/// Where the store refuses.
pub fn forget_client(host: &Host, issuer: &str, client_id: &str) -> Result<(), HostFailed> {
    let in_use = client_of(host, issuer)?;
    if in_use.is_some_and(|client| client.client_id == client_id) {
        forget(host, client_key(issuer))?;
    }
    forget(host, client_key_of(issuer, client_id))
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
            set_aside(host, &known.issuer, "")?;
            forget(host, client_key(&known.issuer))
        }
        None => Ok(()),
    }
}
