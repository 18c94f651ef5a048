//! What must hold before anybody is sent to an authorization server.

use crate::flow::authorize;
use crate::flow::authorize::pkce;
use crate::flow::authorize::redirect_uri;
use crate::flow::client::Client;
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::{Effect, Host};
use crate::flow::options::{Allowed, SignInOptions};
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::token::jose::ES256;
use crate::flow::trust::Trust;
use crate::spec::Revision;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The gates before anybody is sent to an authorization endpoint.
///
/// # Errors
/// The first of them that refuses.
pub fn authorization_endpoint(
    options: &SignInOptions,
    discovered: &Discovered,
) -> Result<String, Refusal> {
    let metadata = &discovered.server_metadata;
    let missing = |member: &str| Refusal::EndpointMissing {
        issuer: discovered.issuer.clone(),
        member: member.to_owned(),
    };
    // RFC 8414 §2: both are required for this grant.
    let endpoint = metadata
        .authorization_endpoint
        .clone()
        .ok_or_else(|| missing("authorization_endpoint"))?;
    token_endpoint(options, discovered)?;
    if let Some(types) = &metadata.response_types_supported
        && !types.is_empty()
        && !types.iter().any(|one| one == "code")
    {
        return Err(Refusal::ResponseTypeUnsupported {
            received: types.clone(),
        });
    }
    if let Some(grants) = &metadata.grant_types_supported
        && !grants.is_empty()
        && !grants.iter().any(|one| one == "authorization_code")
    {
        return Err(Refusal::GrantUnsupported {
            expected: "authorization_code".to_owned(),
            received: grants.clone(),
        });
    }
    // MCP 2025-11-25, Authorization Code Protection: verified before anything else goes on.
    let revision = if discovered.legacy {
        Revision::V2025_03_26
    } else {
        options.revision.unwrap_or(Revision::NEWEST)
    };
    pkce::require(
        &discovered.issuer,
        metadata.code_challenge_methods_supported.as_deref(),
        revision,
        options.allows(Allowed::UnadvertisedPkce),
    )?;
    Trust::of(&options.server, &options.allow).endpoint("authorization_endpoint", &endpoint)?;
    authorize::require_unplanted(&endpoint, options.extra_params.keys())?;
    authorize::may_open(&endpoint)?;
    told_apart(options, discovered)?;
    Ok(endpoint)
}

/// The answer of an authorization server that the host named must not be mistaken for another one's: by `iss` (RFC 9207), or by a redirect URI
/// that no other one is given (RFC 9700 §4.4.2).
fn told_apart(options: &SignInOptions, discovered: &Discovered) -> Result<(), Refusal> {
    let segment = redirect_uri::segment_of(&discovered.issuer);
    let uri = options.redirect_uri.as_deref().unwrap_or_default();
    let is_own = uri.split(['/', '?']).any(|one| one == segment);
    if !discovered.named || discovered.server_metadata.announces_iss() || is_own {
        return Ok(());
    }
    Err(Refusal::OwnRedirectNeeded {
        issuer: discovered.issuer.clone(),
        segment,
    })
}

/// Where tokens are asked for (MCP, Communication Security: https, or http to this machine).
///
/// # Errors
/// Where there is none, or it may not be asked.
pub fn token_endpoint(options: &SignInOptions, discovered: &Discovered) -> Result<String, Refusal> {
    let endpoint = discovered
        .server_metadata
        .token_endpoint
        .clone()
        .ok_or_else(|| Refusal::EndpointMissing {
            issuer: discovered.issuer.clone(),
            member: "token_endpoint".to_owned(),
        })?;
    Trust::of(&options.server, &options.allow).endpoint("token_endpoint", &endpoint)?;
    Ok(endpoint)
}

/// A key for tokens that are bound to one, where the resource, the registration or the caller wants that (RFC 9449 §5.2; RFC 9728 §2).
///
/// # Errors
/// Where the server accepts none of our algorithms, or the host can't make a key.
pub fn key_for(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    client: &Client,
) -> Result<Option<String>, Stop> {
    let resource = discovered.resource_metadata.as_ref();
    let demanded = discovered.challenges_dpop
        || client.dpop_bound_access_tokens
        || resource.is_some_and(|one| one.dpop_bound_access_tokens_required == Some(true));
    if !options.dpop.unwrap_or(demanded) {
        return Ok(None);
    }
    let taken = &discovered.server_metadata.dpop_signing_alg_values_supported;
    if let Some(algorithms) = taken
        && !algorithms.iter().any(|one| one == ES256)
    {
        return Err(Refusal::DpopUnsupported {
            received: algorithms.clone(),
        }
        .into());
    }
    let key_id = format!("key/{}", URL_SAFE_NO_PAD.encode(host.random::<16>()?));
    host.text(Effect::MakeKey {
        key_id: key_id.clone(),
        algorithm: ES256.to_owned(),
    })?;
    Ok(Some(key_id))
}
