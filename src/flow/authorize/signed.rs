//! Signed authorization requests (RFC 9101), where the metadata requires them.

use crate::flow::authorize::{self, AuthorizationRequest};
use crate::flow::client::Client;
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::Host;
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::token::jose;
use crate::wire::server::ServerMetadata;
use serde_json::Value;

/// Whether the server takes signed requests only (RFC 9101 §10.5).
#[must_use]
pub fn is_required(metadata: &ServerMetadata) -> bool {
    metadata.members.get("require_signed_request_object") == Some(&Value::Bool(true))
}

/// The parameters to send in place of the request's own, where it must be signed.
///
/// # Errors
/// Where the client has no key to sign with: the person is told before a browser opens.
pub fn parameters(
    host: &Host,
    discovered: &Discovered,
    client: &Client,
    request: &AuthorizationRequest,
) -> Result<Option<Vec<(String, String)>>, Stop> {
    if !is_required(&discovered.server_metadata) {
        return Ok(None);
    }
    if !client.has_key() {
        return Err(Refusal::SignedRequestNeeded {
            issuer: discovered.issuer.clone(),
        }
        .into());
    }
    let object = jose::request_object(host, client, &discovered.issuer, &request.parameters())?;
    Ok(Some(vec![
        ("client_id".to_owned(), request.client_id.clone()),
        ("request".to_owned(), object.reveal().to_owned()),
    ]))
}

/// The URL to open.
///
/// # Errors
/// As [`parameters`], and where the endpoint may not be opened.
pub fn url(
    host: &Host,
    discovered: &Discovered,
    client: &Client,
    request: &AuthorizationRequest,
    endpoint: &str,
) -> Result<String, Stop> {
    Ok(match parameters(host, discovered, client, request)? {
        Some(signed) => authorize::url(endpoint, &signed)?,
        None => request.url(endpoint)?,
    })
}
