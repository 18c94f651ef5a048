//! What is recorded before a person leaves, or before a token is asked for without one.

use crate::flow::authorize::gates;
use crate::flow::client::registration::Chosen;
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::Host;
use crate::flow::keep::pending::{self, Pending};
use crate::flow::keep::store;
use crate::flow::options::{Allowed, SignInOptions};
use crate::flow::outcome::Stop;
use crate::limits;
use crate::secret::Secret;

/// Prepares, and goes on; where that fails, the key that was made for it goes too.
///
/// # Errors
/// Where the host has no clock, or can't make a key that is needed; those of what goes on.
pub fn prepared<T>(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    chosen: Chosen,
    scopes: Vec<String>,
    go_on: impl FnOnce(Pending) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let pending = host.once(|| prepare(host, options, discovered, chosen, scopes))?;
    let key_id = pending.key_id.clone();
    go_on(pending).inspect_err(|_| store::drop_key(host, key_id.as_deref()))
}

/// What is recorded before the person leaves: the issuer and all that the answer is checked against (MCP 2026-07-28, Authorization
/// Response Validation).
fn prepare(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    chosen: Chosen,
    scopes: Vec<String>,
) -> Result<Pending, Stop> {
    let now = host.now()?;
    let metadata = &discovered.server_metadata;
    Ok(Pending {
        v: pending::VERSION,
        id: String::new(),
        created_at: now,
        expires_at: now + limits::PENDING_LIFE,
        server: options.server.clone(),
        issuer: discovered.issuer.clone(),
        announces_iss: metadata.announces_iss(),
        token_endpoint: gates::token_endpoint(options, discovered)?,
        token_endpoint_auth_methods: metadata.token_endpoint_auth_methods_supported.clone(),
        resource: discovered.resource.clone(),
        send_resource: discovered.send_resource,
        client: chosen.client.clone(),
        redirect_uri: None,
        scopes,
        verifier: Secret::default(),
        state: None,
        interval: None,
        key_id: gates::key_for(host, options, discovered, &chosen.client)?,
        revision: options.revision,
        bare_code: options.allows(Allowed::BareCode),
        stored: false,
        client_kept: chosen.stored,
        remembered: discovered.remembered,
        again: Some(Box::new(options.clone())),
        prove: options.prove,
        deviations: host.deviations(),
        return_to: options.return_to.clone(),
    })
}
