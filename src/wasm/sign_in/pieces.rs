//! The pieces of the flow, pure: for hosts that have a flow of their own, and for tests.

use crate::error::Misuse;
use crate::flow::authorize::callback;
use crate::flow::authorize::pkce::Pkce;
use crate::flow::authorize::scope::{self, Sources};
use crate::flow::authorize::{AuthorizationRequest, require_unreserved};
use crate::flow::discover::discovery::require_server;
use crate::flow::discover::resource;
use crate::flow::discover::well_known;
use crate::secret::Secret;
use crate::spec::Revision;
use crate::wasm::convert::{error, from_js, from_js_or_default, misuse, plain_to_js, text, to_js};
use crate::wire;
use crate::wire::challenge::{self, Challenge};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads `WWW-Authenticate` (RFC 9110 §11.6.1); several lines joined with a comma.
///
/// # Errors
/// `invalid-argument` where it is not text.
#[wasm_bindgen(unchecked_return_type = "Challenge[]")]
pub fn parseChallenges(
    #[wasm_bindgen(unchecked_param_type = "string")] value: JsValue,
) -> Result<JsValue, JsValue> {
    let value = text("value", &value)?;
    let list: Vec<Value> = challenge::read(&value).list.iter().map(plain).collect();
    to_js(&list)
}

fn plain(challenge: &Challenge) -> Value {
    let params: Map<String, Value> = challenge
        .params
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let mut object = Map::new();
    object.insert("scheme".to_owned(), json!(challenge.scheme));
    object.insert("params".to_owned(), Value::Object(params));
    if let Some(token68) = &challenge.token68 {
        object.insert("token68".to_owned(), json!(token68));
    }
    for (name, list) in [
        ("duplicate", &challenge.duplicate),
        ("lenient", &challenge.lenient),
        ("unseparated", &challenge.unseparated),
    ] {
        if !list.is_empty() {
            object.insert(name.to_owned(), json!(list));
        }
    }
    Value::Object(object)
}

/// Where a server's resource metadata is looked for, in order (RFC 9728 §3.1).
///
/// # Errors
/// `invalid-argument` where the text is not an address of an MCP server.
#[wasm_bindgen]
pub fn resourceMetadataUrls(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
) -> Result<Vec<String>, JsValue> {
    let server = text("server", &server)?;
    require_server(&server).map_err(|mistake| misuse(&mistake))?;
    Ok(well_known::resource_metadata_urls(&server).unwrap_or_default())
}

/// Where an issuer's metadata is looked for, in order (RFC 8414 §3.1, OpenID Connect Discovery §4.1).
///
/// # Errors
/// `invalid-argument` where the text is not an issuer identifier.
#[wasm_bindgen]
pub fn authorizationServerMetadataUrls(
    #[wasm_bindgen(unchecked_param_type = "string")] issuer: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Revision")] revision: JsValue,
) -> Result<Vec<String>, JsValue> {
    let issuer = text("issuer", &issuer)?;
    let revision: Option<Revision> = from_js_or_default("revision", revision)?;
    let revision = revision.unwrap_or(Revision::NEWEST);
    well_known::server_metadata_urls(&issuer, revision).map_err(|_| {
        misuse(&Misuse::argument(
            "issuer",
            "an https URL without query, fragment and user name",
            issuer,
        ))
    })
}

/// The canonical form of a server's address (MCP 2025-06-18, Canonical Server URI).
///
/// # Errors
/// `invalid-argument` where the text is not an address of an MCP server.
#[wasm_bindgen]
pub fn canonicalResource(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
) -> Result<String, JsValue> {
    let server = text("server", &server)?;
    require_server(&server).map_err(|mistake| misuse(&mistake))?;
    Ok(resource::canonical(&server).unwrap_or_default())
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ScopeSources {
    challenge: Option<String>,
    resource_scopes: Option<Vec<String>>,
    server_scopes: Option<Vec<String>>,
    wants_refresh: bool,
}

/// The scopes to ask for; empty means that the parameter is left out (MCP 2025-11-25, Scope Selection Strategy).
///
/// # Errors
/// `invalid-argument` where a member has another type than documented.
#[wasm_bindgen]
pub fn selectScopes(
    #[wasm_bindgen(unchecked_param_type = "ScopeSources")] sources: JsValue,
) -> Result<Vec<String>, JsValue> {
    let sources: ScopeSources = from_js_or_default("sources", sources)?;
    Ok(scope::select(Sources {
        challenge: sources.challenge.as_deref(),
        resource: sources.resource_scopes.as_deref(),
        server: sources.server_scopes.as_deref(),
        wants_refresh: sources.wants_refresh,
    }))
}

/// A new verifier with its challenge (RFC 7636 §4, S256).
///
/// # Errors
/// `host-failed` where the host has no source of randomness.
#[wasm_bindgen(unchecked_return_type = "{ verifier: string; challenge: string; method: 'S256' }")]
pub fn createPkce() -> Result<JsValue, JsValue> {
    let random = crate::wasm::running::random_bytes(32)
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).map_err(|_| String::new()))
        .map_err(|message| error("host-failed", &message))?;
    let pkce = Pkce::new(random);
    plain_to_js(&json!({
        "verifier": pkce.verifier.reveal(), "challenge": pkce.challenge, "method": "S256",
    }))
}

/// The URL of an authorization request; a query of the endpoint stays (RFC 6749 §3.1).
///
/// # Errors
/// `invalid-argument` where the endpoint may not be opened, or an extra parameter is reserved.
#[wasm_bindgen]
pub fn authorizationUrl(
    #[wasm_bindgen(unchecked_param_type = "Address")] endpoint: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AuthorizationRequest")] request: JsValue,
) -> Result<String, JsValue> {
    let endpoint = text("endpoint", &endpoint)?;
    let request: AuthorizationRequest = from_js("request", request)?;
    require_unreserved(&request.extra).map_err(|mistake| misuse(&mistake))?;
    request.url(&endpoint).map_err(|_| {
        let expected = "https, or http to this machine";
        misuse(&Misuse::argument("endpoint", expected, endpoint))
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlainCallback {
    mode: wire::callback::ResponseMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_uri: Option<String>,
    duplicates: Vec<String>,
}

/// Reads a callback URL, each value decoded once; judges nothing: `completeSignIn` does.
///
/// # Errors
/// `invalid-argument` where it is not text.
#[wasm_bindgen(unchecked_return_type = "CallbackParameters")]
pub fn readCallback(
    #[wasm_bindgen(unchecked_param_type = "Address")] url: JsValue,
) -> Result<JsValue, JsValue> {
    let url = text("url", &url)?;
    let read = wire::callback::read(&url);
    let shown = |secret: Option<Secret>| secret.map(|secret| secret.reveal().to_owned());
    to_js(&PlainCallback {
        mode: read.mode,
        code: shown(read.code),
        state: shown(read.state),
        iss: read.iss,
        error: read.error,
        error_description: read.error_description,
        error_uri: read.error_uri,
        duplicates: read.duplicates,
    })
}

/// The id of the sign-in that a callback belongs to; `undefined` where it has no `state`.
///
/// # Errors
/// `invalid-argument` where it is not text.
#[wasm_bindgen]
pub fn pendingId(
    #[wasm_bindgen(unchecked_param_type = "Address")] callback_url: JsValue,
) -> Result<Option<String>, JsValue> {
    Ok(callback::pending_id(&text("callbackUrl", &callback_url)?))
}
