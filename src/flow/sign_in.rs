//! Signing in: `begin` up to the browser, `complete` from the callback to the tokens (MCP, Authorization Flow Steps).

mod completion;

pub use completion::{Waiting, complete};

use crate::error::Misuse;
use crate::flow::authorize::callback;
use crate::flow::authorize::device;
use crate::flow::authorize::gates;
use crate::flow::authorize::pkce::Pkce;
use crate::flow::authorize::prepare;
use crate::flow::authorize::pushed;
use crate::flow::authorize::redirect_uri;
use crate::flow::authorize::scope::{self, Sources};
use crate::flow::authorize::signed;
use crate::flow::authorize::{self, AuthorizationRequest};
use crate::flow::client::registration;
use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::discovery;
use crate::flow::discover::known;
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::secret::Secret;
use crate::wire::address::Address;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Finds out how to sign in and prepares it.
///
/// # Errors
/// Where a gate refuses, the caller made a mistake, or the host can't do what is needed.
pub fn begin(host: &Host, options: &SignInOptions) -> Result<Outcome, Stop> {
    host.once(|| require(options))?;
    let server = &options.server;
    if options.register_again == Some(true) {
        store::forget_client_of(host, server)?;
    }
    let ended = afresh_where_refused(host, options, |options, discovered| {
        let scopes = initial_scopes(options, discovered);
        open(host, options, discovered, scopes)
    });
    Outcome::or_not_needed(server, ended)
}

/// Goes on from what is remembered of a server, or found. A stop that rests on what was only remembered is checked before it is told: what
/// was stored never blocks what was fixed.
///
/// # Errors
/// As [`begin`], and those of what goes on.
pub fn afresh_where_refused<T>(
    host: &Host,
    options: &SignInOptions,
    go_on: impl Fn(&SignInOptions, &Discovered) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let discovered = known::discover(host, options)?;
    let ended = go_on(options, &discovered);
    if !matches!(ended, Err(Stop::Refused(_))) {
        return ended;
    }
    known::read_again(host, &options.server)?;
    if !discovered.remembered {
        return ended;
    }
    let before = Discovered {
        remembered: false,
        ..discovered
    };
    let fresh = known::discover(host, options)?;
    // The same documents stop it again; asking again would only repeat what the server said.
    if fresh == before {
        return ended;
    }
    go_on(options, &fresh)
}

/// The arguments, judged before anything is sent.
fn require(options: &SignInOptions) -> Result<(), Misuse> {
    discovery::require_server(&options.server)?;
    if let Some(uri) = &options.redirect_uri {
        redirect_uri::require(uri)?;
    }
    authorize::require_unreserved(&options.extra_params)?;
    registration::require(options)
}

fn initial_scopes(options: &SignInOptions, discovered: &Discovered) -> Vec<String> {
    if let Some(scopes) = &options.scopes {
        return scope::union(scopes, &[]);
    }
    let resource = discovered.resource_metadata.as_ref();
    scope::select(Sources {
        challenge: discovered.challenge_scope.as_deref(),
        resource: resource.and_then(|one| one.scopes_supported.as_deref()),
        server: discovered.server_metadata.scopes_supported.as_deref(),
        wants_refresh: options.offline_access != Some(false),
    })
}

/// Prepares an authorization request for these scopes.
///
/// # Errors
/// As [`begin`].
pub fn open(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    scopes: Vec<String>,
) -> Result<Outcome, Stop> {
    let Some(redirect_uri) = &options.redirect_uri else {
        return device::show_code(host, options, discovered, scopes);
    };
    let endpoint = host.once(|| gates::authorization_endpoint(options, discovered))?;
    registration::as_client(host, discovered, options, |chosen| {
        prepare::prepared(
            host,
            options,
            discovered,
            chosen,
            scopes.clone(),
            |pending| browser(host, options, discovered, pending, &endpoint, redirect_uri),
        )
    })
}

/// The request that a browser opens (RFC 6749 §4.1.1).
fn browser(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    pending: Pending,
    endpoint: &str,
    redirect_uri: &str,
) -> Result<Outcome, Stop> {
    let (mut pending, request) = host.once(|| asked(host, options, pending, redirect_uri))?;
    let url = match pushed::endpoint(options, discovered)? {
        Some(par) => pushed::push(host, &par, endpoint, discovered, &pending, &request)?,
        None => host.once(|| signed::url(host, discovered, &pending.client, &request, endpoint))?,
    };
    pending.stored = store::save_pending(host, &pending)?;
    Ok(Outcome::OpenBrowser {
        authorization_host: host_of(&url),
        url,
        scopes: pending.scopes.clone(),
        redirect_uri: redirect_uri.to_owned(),
        expires_at: pending.expires_at,
        pending: Box::new(pending),
    })
}

/// What is asked of the person's browser, and what has to be known when the answer comes.
fn asked(
    host: &Host,
    options: &SignInOptions,
    mut pending: Pending,
    redirect_uri: &str,
) -> Result<(Pending, AuthorizationRequest), HostFailed> {
    let pkce = Pkce::new(host.random()?);
    let state = state(host.random()?, options.hand_back_to.as_deref());
    pending.id = callback::id_of_state(state.reveal());
    pending.redirect_uri = Some(redirect_uri.to_owned());
    pending.verifier = pkce.verifier;
    let mut request = AuthorizationRequest {
        client_id: pending.client.client_id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        code_challenge: pkce.challenge,
        state: state.reveal().to_owned(),
        scopes: pending.scopes.clone(),
        resource: pending.send_resource.then(|| pending.resource.clone()),
        extra: options.extra_params.clone(),
    };
    pending.state = Some(state);
    // OpenID Connect Core §11: offline access wants the person's consent.
    if request.scopes.iter().any(|one| one == scope::OFFLINE) {
        let prompt = ("prompt".to_owned(), "consent".to_owned());
        request.extra.entry(prompt.0).or_insert(prompt.1);
    }
    Ok((pending, request))
}

/// 256 random bits, and behind a dot the address that a redirect page hands the callback on to.
fn state(random: [u8; 32], hand_back_to: Option<&str>) -> Secret {
    let random = URL_SAFE_NO_PAD.encode(random);
    Secret::new(match hand_back_to {
        Some(address) => format!("{random}.{}", URL_SAFE_NO_PAD.encode(address)),
        None => random,
    })
}

/// The host as browsers compare it, with the port where one is written.
fn host_of(url: &str) -> String {
    let Ok(address) = Address::parse(url) else {
        return String::new();
    };
    let name = address.hostname();
    let port = address.host_and_port.rsplit_once(':').map(|(_, port)| port);
    match port.filter(|port| port.parse::<u16>().is_ok()) {
        Some(port) => format!("{name}:{port}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn the_host_that_a_person_is_shown_has_the_port_that_is_written() {
        for (url, shown) in [
            ("https://AS.example/authorize", "as.example"),
            ("https://as.example:8443/authorize", "as.example:8443"),
            ("https://user:1@as.example/authorize", "as.example"),
            ("http://[::1]/authorize", "[::1]"),
            ("http://[::1]:9000/authorize", "[::1]:9000"),
        ] {
            assert_eq!(host_of(url), shown);
        }
    }
}
