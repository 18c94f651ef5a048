//! What is kept between calls, and under which names: everything is bound to the issuer or the resource that it is for (MCP
//! 2026-07-28, Authorization Server Binding). What can't be read is as if it were not there.

mod clients;
mod names;

pub use clients::{
    Bound, bind, bound_of, client_of, client_with_id, forget_client, forget_client_of, save_client,
};
pub use names::{
    bound_key, client_key, client_key_of, credential_key, nonce_key, pending_key, refresh_lock,
    server_key, step_up_key, tokens_key,
};

use super::host::{Effect, Host, HostFailed};
use super::pending::Pending;
use super::tokens::Tokens;
use crate::plain;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// How often an operation asked for more scopes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StepUps {
    /// The authorization requests made.
    pub attempts: usize,
    /// When the count starts anew, in ms since the epoch.
    pub expires_at: f64,
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
