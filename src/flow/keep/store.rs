//! What is kept between calls, and under which names: everything is bound to the issuer or the resource that it is for (MCP
//! 2026-07-28, Authorization Server Binding). What can't be read is as if it were not there.

mod clients;
mod names;
mod waiting;

pub use clients::{
    Bound, bind, bound_of, client_and_bound, client_of, client_with_id, forget_client,
    forget_client_of, save_client,
};
pub use names::{
    bound_key, client_key, client_key_of, credential_key, names_tokens, nonce_key, pending_key,
    refresh_lock, renewed_key, server_key, step_up_key, tokens_key,
};
pub use waiting::{abandon, save_pending, take_pending};

use crate::flow::deviation::Deviation;
use crate::flow::host::{Effect, Host, HostFailed};
use crate::flow::keep::tokens::Tokens;
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
    /// Whether the endpoints were assumed.
    pub assumed: bool,
    /// What was done to find it that another client may not do.
    pub deviations: Vec<Deviation>,
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
    host.done(saving(key, value)?)
}

/// Stores a value together with the next call of the store: nothing rests on it.
///
/// # Errors
/// Where it is not JSON.
pub fn save_along<T: Serialize>(host: &Host, key: String, value: &T) -> Result<(), HostFailed> {
    host.put_off(saving(key, value)?);
    Ok(())
}

fn saving<T: Serialize>(key: String, value: &T) -> Result<Effect, HostFailed> {
    let value = serde_json::to_value(value).map_err(|error| HostFailed {
        what: "store",
        message: error.to_string(),
    })?;
    Ok(Effect::Save(key, plain::text(&value)))
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

/// Keeps tokens, and which ones are in use for their server. The key of those that they take the place of is deleted.
///
/// # Errors
/// Where the store refuses.
pub fn save_tokens(host: &Host, tokens: &Tokens) -> Result<(), HostFailed> {
    let name = tokens_key(&tokens.issuer, &tokens.resource);
    // A store that can't be read must not cost what was just issued.
    let before = key_of(host, &name).unwrap_or_default();
    save(host, name.clone(), tokens)?;
    save(host, credential_key(&tokens.server), &name)?;
    if before.is_some() && before != tokens.key_id {
        // A store that only says that it has saved still holds what the key belongs to.
        let is_replaced = key_of(host, &name).is_ok_and(|now| now == tokens.key_id);
        drop_key(host, before.filter(|_| is_replaced).as_deref());
    }
    Ok(())
}

/// Forgets the tokens of this name, with the key that they are bound to.
///
/// # Errors
/// Where the store refuses.
pub fn forget_tokens(host: &Host, name: &str) -> Result<(), HostFailed> {
    let key_id = key_of(host, name)?;
    forget(host, name.to_owned())?;
    drop_key(host, key_id.as_deref());
    Ok(())
}

fn key_of(host: &Host, name: &str) -> Result<Option<String>, HostFailed> {
    let tokens: Option<Tokens> = load(host, name.to_owned())?;
    Ok(tokens.and_then(|one| one.key_id))
}

/// Deletes a signing key that nothing is bound to now. One that the host fails to delete stays, and is of no use to anyone.
pub fn drop_key(host: &Host, key_id: Option<&str>) {
    if let Some(key_id) = key_id {
        let _ = host.done(Effect::DeleteKey(key_id.to_owned()));
    }
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

/// What is known of a server, and the name of the tokens in use there; read at the same time.
///
/// # Errors
/// Where the store can't be read.
pub fn known_of(
    host: &Host,
    server: &str,
) -> Result<(Option<KnownServer>, Option<String>), HostFailed> {
    let [known, credential] = both(host, server_key(server), credential_key(server))?;
    Ok((typed(known), typed(credential)))
}

/// Two stored values, read at the same time.
fn both(host: &Host, one: String, other: String) -> Result<[Option<String>; 2], HostFailed> {
    let mut texts = host.texts(vec![one, other]).into_iter();
    let mut next = || texts.next().unwrap_or(Ok(None));
    Ok([next()?, next()?])
}
