//! Signing in: `begin` up to the browser, `complete` from the callback to the tokens (MCP, Authorization Flow Steps).

use super::authorize::{self, AuthorizationRequest};
use super::callback::{self, Expected};
use super::client::{Client, ClientKind};
use super::client_auth::{Means, method};
use super::device;
use super::discovery::{self, Discovered};
use super::exchange::{self, TokenEndpoint};
use super::gates;
use super::host::Host;
use super::known;
use super::options::{Allowed, SignInOptions};
use super::outcome::{Outcome, Stop};
use super::pending::{self, Pending};
use super::pkce::Pkce;
use super::pushed;
use super::redirect_uri;
use super::refusal::Refusal;
use super::registration::{self, Chosen};
use super::scope::{self, Sources};
use super::store;
use super::token::{Grant, Granted, Wanted};
use super::tokens::{self, Tokens};
use crate::error::Misuse;
use crate::limits;
use crate::secret::Secret;
use crate::wire::address::Address;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Finds out how to sign in and prepares it.
///
/// # Errors
/// Where a gate refuses, the caller made a mistake, or the host can't do what is needed.
pub fn begin(host: &Host, options: SignInOptions) -> Result<Outcome, Stop> {
    require(&options)?;
    let discovered = known::discover(host, &options)?;
    let scopes = initial_scopes(&options, &discovered);
    let server = options.server.clone();
    let opened = open(host, options, &discovered, scopes);
    if matches!(opened, Err(Stop::Refused(_))) {
        known::read_again(host, &server)?;
    }
    opened
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
    options: SignInOptions,
    discovered: &Discovered,
    scopes: Vec<String>,
) -> Result<Outcome, Stop> {
    let Some(redirect_uri) = options.redirect_uri.clone() else {
        return device::show_code(host, &options, discovered, scopes);
    };
    let endpoint = gates::authorization_endpoint(&options, discovered)?;
    registration::as_client(host, discovered, &options, |chosen| {
        let pending = prepare(host, &options, discovered, chosen, scopes.clone())?;
        browser(
            host,
            &options,
            discovered,
            pending,
            &endpoint,
            &redirect_uri,
        )
    })
}

/// The request that a browser opens (RFC 6749 §4.1.1).
fn browser(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    mut pending: Pending,
    endpoint: &str,
    redirect_uri: &str,
) -> Result<Outcome, Stop> {
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
    let url = match pushed::endpoint(options, discovered)? {
        Some(par) => pushed::push(host, &par, endpoint, &pending, &request)?,
        None => request.url(endpoint)?,
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

/// 256 random bits, and behind a dot the address that a redirect page hands the callback on to.
fn state(random: [u8; 32], hand_back_to: Option<&str>) -> Secret {
    let random = URL_SAFE_NO_PAD.encode(random);
    Secret::new(match hand_back_to {
        Some(address) => format!("{random}.{}", URL_SAFE_NO_PAD.encode(address)),
        None => random,
    })
}

/// What is recorded before the person leaves: the issuer and all that the answer is checked against (MCP 2026-07-28, Authorization
/// Response Validation).
///
/// # Errors
/// Where the host has no clock, or can't make a key that is needed.
pub fn prepare(
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
        client: chosen.client,
        redirect_uri: None,
        scopes,
        verifier: Secret::default(),
        state: None,
        interval: None,
        key_id: gates::key_for(host, options, discovered)?,
        revision: options.revision,
        bare_code: options.allows(Allowed::BareCode),
        stored: false,
        again: chosen.stored.then(|| Box::new(options.clone())),
        return_to: options.return_to.clone(),
    })
}

/// What the host hands back.
#[derive(Clone, Debug, PartialEq)]
pub enum Waiting {
    /// The value itself.
    Given(Box<Pending>),
    /// Its id: the value is in the store.
    Kept(String),
}

/// Completes a sign-in with the callback; without one, by asking for the result of a shown code.
///
/// # Errors
/// Where a gate refuses, the caller made a mistake, or the host can't do what is needed.
pub fn complete(
    host: &Host,
    waiting: Waiting,
    callback_url: Option<String>,
) -> Result<Outcome, Stop> {
    let pending = match waiting {
        Waiting::Given(pending) => *pending,
        Waiting::Kept(id) => store::load::<Pending>(host, store::pending_key(&id))?
            .map(|pending| Pending {
                stored: true,
                ..pending
            })
            .ok_or(Refusal::PendingUnknown)?,
    };
    if pending.v != pending::VERSION {
        let (expected, received) = (pending::VERSION.to_string(), pending.v.to_string());
        return Err(Misuse::argument("pending.v", expected, received).into());
    }
    if host.now()? >= pending.expires_at {
        store::forget(host, store::pending_key(&pending.id))?;
        return Err(Refusal::PendingExpired {
            expired_at: pending.expires_at,
        }
        .into());
    }
    let grant = match (Expected::of(&pending), callback_url) {
        (Some(expected), Some(url)) => {
            let judged = callback::code(&url, expected);
            // A callback that is not ours must not use up the sign-in that waits for the right one.
            if matches!(judged, Ok(_) | Err(Refusal::AuthorizationRefused { .. })) {
                use_up(host, &pending)?;
            }
            Grant::AuthorizationCode {
                code: judged?,
                verifier: pending.verifier.clone(),
                redirect_uri: pending.redirect_uri.clone().unwrap_or_default(),
            }
        }
        (Some(_), None) => {
            return Err(
                Misuse::argument("callbackUrl", "the whole callback URL", "nothing").into(),
            );
        }
        (None, _) => return device::wait(host, pending),
    };
    exchange_code(host, pending, &grant)
}

/// Only one of two callbacks gets through, where the store keeps the sign-in.
fn use_up(host: &Host, pending: &Pending) -> Result<(), Stop> {
    let taken = store::take_pending(host, &pending.id)?;
    if pending.stored && taken.is_none() {
        return Err(Refusal::PendingUnknown.into());
    }
    Ok(())
}

fn exchange_code(host: &Host, pending: Pending, grant: &Grant) -> Result<Outcome, Stop> {
    match ask(host, &pending, grant) {
        Ok(granted) => signed_in(host, &pending, granted),
        Err(Stop::Refused(refusal)) => start_again(host, pending, refusal),
        Err(stop) => Err(stop),
    }
}

/// What a refused token request leads to: where the client is one that the server has forgotten, a new sign-in as a new client
/// (RFC 7591 §3.2.1: registrations end). Once, and only for one that an earlier sign-in made.
///
/// # Errors
/// The refusal in any other case; else as [`begin`].
pub fn start_again(host: &Host, pending: Pending, refusal: Box<Refusal>) -> Result<Outcome, Stop> {
    if !refusal.is_forgotten_client() {
        return Err(Stop::Refused(refusal));
    }
    if pending.client.kind == ClientKind::Dynamic {
        store::forget_client(host, &pending.issuer, &pending.client.client_id)?;
    }
    match pending.again {
        Some(options) => begin(host, *options),
        None => Err(Stop::Refused(refusal)),
    }
}

/// One token request for a sign-in.
///
/// # Errors
/// Where there is no usable answer.
pub fn ask(host: &Host, pending: &Pending, grant: &Grant) -> Result<Granted, Stop> {
    let endpoint = TokenEndpoint {
        url: &pending.token_endpoint,
        issuer: &pending.issuer,
        methods: pending.token_endpoint_auth_methods.as_deref(),
        client: Some(&pending.client),
        resource: pending.send_resource.then_some(pending.resource.as_str()),
        key_id: pending.key_id.as_deref(),
    };
    exchange::ask(host, endpoint, grant, &pending.scopes, Wanted::AccessToken)
}

/// Makes the tokens of a granted request and keeps them, before anything else can go wrong.
///
/// # Errors
/// Where the host has no clock.
pub fn signed_in(host: &Host, pending: &Pending, granted: Granted) -> Result<Outcome, Stop> {
    let now = host.now()?;
    let bound = granted.token_type == "DPoP";
    let tokens = Tokens {
        v: tokens::VERSION,
        issuer: pending.issuer.clone(),
        resource: pending.resource.clone(),
        server: pending.server.clone(),
        client_id: pending.client.client_id.clone(),
        token_type: granted.token_type,
        header: None,
        scope: granted.scopes.join(" "),
        requested_scope: pending.scopes.join(" "),
        access_token: granted.access_token,
        refresh_token: granted.refresh_token,
        expires_at: granted.expires_in.map(|seconds| now + seconds * 1000.0),
        issued_at: now,
        sign_in: pending.id.clone(),
        renewals: 0,
        key_id: pending.key_id.clone().filter(|_| bound),
        token_endpoint: Some(pending.token_endpoint.clone()),
        omit_resource: !pending.send_resource,
    };
    let not_kept = keep(host, pending, &tokens)
        .err()
        .map(|failed| failed.message);
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        not_kept,
    })
}

fn keep(host: &Host, pending: &Pending, tokens: &Tokens) -> Result<(), super::host::HostFailed> {
    store::save_tokens(host, tokens)?;
    // RFC 7523 §2.1 needs no client; without an id there is none to keep, and the issuer's own stays.
    if pending.client.client_id.is_empty() {
        return Ok(());
    }
    store::bind(host, &pending.server, &pending.issuer, &pending.client)?;
    let used_before = store::client_with_id(host, &pending.issuer, &pending.client.client_id)?
        .filter(|one| one.client_secret == pending.client.client_secret);
    // What renews the tokens later proves itself as now.
    let listed = pending.token_endpoint_auth_methods.as_deref();
    let client = Client {
        token_endpoint_auth_method: Some(
            method(Means::of(&pending.client), listed)
                .as_str()
                .to_owned(),
        ),
        in_use_since: used_before
            .and_then(|one| one.in_use_since)
            .or(Some(tokens.issued_at)),
        ..pending.client.clone()
    };
    store::save_client(host, &pending.issuer, &client)
}

fn host_of(url: &str) -> String {
    Address::parse(url).map_or_else(|_| String::new(), |address| address.hostname())
}
