//! Deleting a client that was registered dynamically (RFC 7592 §2.3).

use crate::flow::client::{Client, ClientKind};
use crate::flow::host::Host;
use crate::flow::keep::store;
use crate::flow::moved;
use crate::flow::outcome::Stop;
use crate::flow::trust::Trust;
use crate::http::{Headers, Request};
use crate::wire::address::same_origin;

/// Deletes a client that was registered at this issuer, the one in use where no id names another, there and then here: one that the
/// server does not delete is kept, so that it can be tried again. Every sign-in with this client ends. Says whether it was deleted.
///
/// # Errors
/// Where the host can't do what is needed; a URL that may not be asked.
pub fn delete_client(host: &Host, issuer: &str, client_id: Option<&str>) -> Result<bool, Stop> {
    // Nobody starts a sign-in with it meanwhile.
    host.locked(store::client_key(issuer), || {
        delete_kept(host, issuer, client_id)
    })
}

fn delete_kept(host: &Host, issuer: &str, client_id: Option<&str>) -> Result<bool, Stop> {
    let kept = match client_id {
        Some(client_id) => store::client_with_id(host, issuer, client_id)?,
        None => store::client_of(host, issuer)?,
    };
    let Some(client) = kept.filter(|client| client.kind == ClientKind::Dynamic) else {
        return Ok(false);
    };
    let client_id = client.client_id.clone();
    let deleted = at_server(host, issuer, client)?;
    if deleted {
        store::forget_client(host, issuer, &client_id)?;
    }
    Ok(deleted)
}

fn at_server(host: &Host, issuer: &str, client: Client) -> Result<bool, Stop> {
    let (Some(url), Some(token)) = (
        client.registration_client_uri,
        client.registration_access_token,
    ) else {
        return Ok(false);
    };
    Trust::of(issuer, &[]).endpoint("registration_client_uri", &url)?;
    // The server chose this URL; its token goes to no other origin (RFC 7592 §5).
    if !same_origin(&url, issuer) {
        return Ok(false);
    }
    let request = Request {
        method: "DELETE".to_owned(),
        url,
        headers: Headers::new().with("Authorization", format!("Bearer {}", token.reveal())),
        body: None,
    };
    // RFC 7592 §2.3: 204.
    Ok(moved::commit(host, request)?.status() == 204)
}
