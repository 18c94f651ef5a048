//! Discovery with a memory: what was found about a server is used again until it is old, or until the server challenges again (MCP
//! 2026-07-28, Authorization Server Binding; RFC 9728 §5.2).

use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::discovery;
use crate::flow::host::Host;
use crate::flow::keep::store::{self, KnownServer, server_key};
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::Stop;
use crate::limits;
use crate::wire::{resource, server};

/// Discovers, or remembers.
///
/// # Errors
/// As [`discovery::discover`].
pub fn discover(host: &Host, options: &SignInOptions) -> Result<Discovered, Stop> {
    host.once(|| discovered(host, options))
}

fn discovered(host: &Host, options: &SignInOptions) -> Result<Discovered, Stop> {
    let key = server_key(&options.server);
    let (before, in_use) = store::known_of(host, &options.server)?;
    let now = host.now()?;
    if let Some(known) = &before
        && is_unconditional(options)
        && options.challenge.is_none()
        && !known.conditional
        && now < known.expires_at
    {
        for deviation in &known.deviations {
            host.deviate(deviation.clone());
        }
        return Ok(remembered(known));
    }
    let discovered = discovery::discover(host, options)?;
    if is_unconditional(options) {
        forget_unlisted(host, in_use, before.as_ref(), &discovered)?;
    }
    let fresh = KnownServer {
        issuer: discovered.issuer.clone(),
        resource: discovered.resource.clone(),
        send_resource: discovered.send_resource,
        server_metadata: discovered.server_text.clone(),
        resource_metadata: discovered.resource_text.clone(),
        challenge_scope: discovered.challenge_scope.clone(),
        challenges_dpop: discovered.challenges_dpop,
        legacy: discovered.legacy,
        assumed: discovered.assumed,
        deviations: host.deviations(),
        conditional: !is_unconditional(options),
        expires_at: now + limits::DISCOVERY_LIFE,
    };
    store::save_along(host, key, &fresh)?;
    Ok(discovered)
}

/// Forgets the tokens of an authorization server that the validated resource metadata no longer lists (RFC 9728 §2, §5.2): they are no
/// longer of use. One that is listed and was passed over may be back in a moment.
fn forget_unlisted(
    host: &Host,
    in_use: Option<String>,
    before: Option<&KnownServer>,
    discovered: &Discovered,
) -> Result<(), Stop> {
    let metadata = discovered.resource_metadata.as_ref();
    let Some(listed) = metadata.and_then(|one| one.authorization_servers.as_ref()) else {
        return Ok(());
    };
    let tokens: Option<Tokens> = match in_use {
        Some(name) => store::load(host, name)?,
        None => None,
    };
    let tokens = tokens.as_ref().map(|one| (&one.issuer, &one.resource));
    let known = before.map(|one| (&one.issuer, &one.resource));
    for (issuer, resource) in tokens.into_iter().chain(known) {
        // What a person brought has no issuer, and is not an authorization server's.
        if !issuer.is_empty() && !listed.contains(issuer) {
            store::forget_tokens(host, &store::tokens_key(issuer, resource))?;
        }
    }
    Ok(())
}

/// Has the next sign-in discover again: what is only remembered is not evidence for the report of a refusal.
///
/// # Errors
/// Where the store fails.
pub fn read_again(host: &Host, server: &str) -> Result<(), Stop> {
    let key = server_key(server);
    let before: Option<KnownServer> = store::load(host, key.clone())?;
    if let Some(before) = before {
        let aged = KnownServer {
            expires_at: 0.0,
            ..before
        };
        store::save(host, key, &aged)?;
    }
    Ok(())
}

/// Discovers anew; whether that gives anything else than what was kept before.
///
/// # Errors
/// As [`discover`].
pub fn has_changed(host: &Host, options: &SignInOptions) -> Result<bool, Stop> {
    let kept = |host: &Host| -> Result<Option<KnownServer>, Stop> {
        let known: Option<KnownServer> = store::load(host, server_key(&options.server))?;
        Ok(known.map(|one| KnownServer {
            expires_at: 0.0,
            deviations: Vec::new(),
            ..one
        }))
    };
    let before = kept(host)?;
    read_again(host, &options.server)?;
    discover(host, options)?;
    Ok(kept(host)? != before)
}

/// What was found under one set of wishes is not used under another one: least of all what an opt-out let through.
fn is_unconditional(options: &SignInOptions) -> bool {
    options.revision.is_none()
        && options.authorization_server.is_none()
        && options.authorization_server_metadata.is_empty()
        && options.issuer.is_none()
        && options.allow.is_empty()
        && options.resource.is_none()
}

fn remembered(known: &KnownServer) -> Discovered {
    Discovered {
        issuer: known.issuer.clone(),
        server_metadata: server::read(&known.server_metadata).unwrap_or_default(),
        server_text: known.server_metadata.clone(),
        resource_metadata: known
            .resource_metadata
            .as_deref()
            .and_then(|text| resource::read(text).ok()),
        resource_text: known.resource_metadata.clone(),
        resource: known.resource.clone(),
        send_resource: known.send_resource,
        challenge_scope: known.challenge_scope.clone(),
        challenges_dpop: known.challenges_dpop,
        legacy: known.legacy,
        assumed: known.assumed,
        named: false,
        remembered: true,
    }
}
