//! Keeping a sign-in alive: refresh with rotation and one refresher at a time, step-up.

use crate::flow::after::proof::Proof;
use crate::flow::authorize::scope;
use crate::flow::client::{Client, ClientKind};
use crate::flow::deviation::Deviation;
use crate::flow::discover::known;
use crate::flow::host::Host;
use crate::flow::keep::store::{self, KnownServer, StepUps};
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::{Form, Refusal};
use crate::flow::sign_in;
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::token::{Grant, Granted, Wanted};
use crate::flow::trust::Trust;
use crate::limits;
use crate::secret::Secret;
use crate::spec::Revision;
use crate::wire::{challenge, server};

/// Renews tokens (RFC 6749 §6). Several callers at once get the result of one request: a refresh token that was rotated must not be
/// used again (RFC 9700 §4.14.2).
///
/// # Errors
/// If there is no refresh token, or the server refuses it.
pub fn refresh(host: &Host, tokens: Tokens, client: Option<Client>) -> Result<Outcome, Stop> {
    let key = store::tokens_key(&tokens.issuer, &tokens.resource);
    let lock = store::refresh_lock(&tokens.issuer, &tokens.resource);
    let before: Option<Tokens> = store::load(host, key.clone())?;
    host.locked(lock, || {
        refresh_alone(host, tokens, client, &key, before.is_some())
    })
}

fn refresh_alone(
    host: &Host,
    given: Tokens,
    client: Option<Client>,
    key: &str,
    was_kept: bool,
) -> Result<Outcome, Stop> {
    let kept = with_journal(host, key)?;
    let is_kept = kept.is_some();
    let tokens = match kept {
        Some(kept) if kept.access_token != given.access_token => {
            let ours_is_newer = kept.sign_in == given.sign_in && kept.renewals < given.renewals;
            if ours_is_newer {
                given
            } else if kept.is_expired(host.now()?) {
                kept
            } else {
                // Somebody was faster: what they got is newer than what we were given.
                return Ok(done(kept, None));
            }
        }
        Some(kept) => kept,
        // Somebody signed out while this waited: what was taken back is not asked for again.
        None if was_kept => return Err(Refusal::NoRefreshToken.into()),
        None => given,
    };
    let Some(refresh_token) = tokens.refresh_token.clone() else {
        return Err(Refusal::NoRefreshToken.into());
    };
    let who = who(host, &tokens, client)?;
    let url = token_endpoint(host, &tokens)?;
    let endpoint = TokenEndpoint {
        url: &url,
        issuer: &tokens.issuer,
        methods: who.methods.as_deref(),
        client: who.client.as_ref(),
        resource: (!tokens.omit_resource).then_some(tokens.resource.as_str()),
        key_id: tokens.key_id.as_deref(),
    };
    match ask(host, endpoint, &tokens, &refresh_token) {
        Ok(granted) => {
            let now = host.now()?;
            let next_nonce = granted.next_nonce;
            let renewed = Tokens {
                token_type: granted.token_type,
                scope: granted.scopes.join(" "),
                access_token: granted.access_token,
                // RFC 6749 §6: a new one replaces the old one; none leaves it.
                refresh_token: granted.refresh_token.or(tokens.refresh_token.clone()),
                expires_at: granted.expires_in.map(|seconds| now + seconds * 1000.0),
                issued_at: now,
                renewals: tokens.renewals.saturating_add(1),
                ..tokens
            };
            // Before anything is read: a process that ends here must not take the only good refresh token along.
            let journal = store::renewed_key(&renewed.issuer, &renewed.resource);
            let is_noted = store::save(host, journal.clone(), &renewed).is_ok();
            // A store that can't be read now must not cost what was just issued.
            let not_kept = match meanwhile(host, key, &renewed).unwrap_or(Meanwhile::Nothing) {
                Meanwhile::SignedInAnew(newer) => {
                    let _ = store::forget(host, journal);
                    return Ok(done(*newer, None));
                }
                Meanwhile::Removed if is_kept => {
                    Some("the sign-in was removed while its tokens were renewed".to_owned())
                }
                Meanwhile::Removed | Meanwhile::Nothing => {
                    let failed = store::save_tokens(host, &renewed).err();
                    failed.map(|failed| failed.message)
                }
            };
            if is_noted {
                let _ = store::forget(host, journal);
            }
            exchange::keep_nonce(host, &url, next_nonce);
            Ok(done(renewed, not_kept))
        }
        Err(Stop::Refused(refusal)) => {
            // Where the id alone was sent, it may be our own secret that is missing, and the refresh token is still good.
            let forgotten = who.is_known && refusal.is_forgotten_client();
            let kind = who.client.map(|client| client.kind);
            if forgotten && kind == Some(ClientKind::Dynamic) {
                store::forget_client(host, &tokens.issuer, &tokens.client_id)?;
            }
            if (forgotten || is_spent(&refusal))
                && is_ours(&meanwhile(host, key, &tokens)?, is_kept)
            {
                // RFC 6749 §5.2: it is no longer of use; the access token may still be.
                let rest = Tokens {
                    refresh_token: None,
                    ..tokens
                };
                store::save(host, key.to_owned(), &rest)?;
            }
            Err(Stop::Refused(refusal))
        }
        Err(other) => Err(other),
    }
}

/// What is kept, or what a process that ended behind the server's answer had noted of its renewal.
fn with_journal(host: &Host, key: &str) -> Result<Option<Tokens>, Stop> {
    let kept: Option<Tokens> = store::load(host, key.to_owned())?;
    let Some(kept) = kept else {
        return Ok(None);
    };
    let journal = store::renewed_key(&kept.issuer, &kept.resource);
    let noted: Option<Tokens> = store::load(host, journal.clone())?;
    let Some(noted) = noted else {
        return Ok(Some(kept));
    };
    let is_newer = noted.sign_in == kept.sign_in
        && noted.key_id == kept.key_id
        && noted.renewals > kept.renewals;
    if is_newer {
        store::save_tokens(host, &noted)?;
    }
    store::forget(host, journal)?;
    Ok(Some(if is_newer { noted } else { kept }))
}

/// One request, and where the server says that it wants the same in another form, one more: the scope that was requested, as it was, or no
/// `resource` where that scope names it already. Never after an answer that spends the token, or that says nothing about the request.
fn ask(
    host: &Host,
    endpoint: TokenEndpoint<'_>,
    tokens: &Tokens,
    refresh_token: &Secret,
) -> Result<Granted, Stop> {
    let granted = tokens.scopes();
    let send = |scopes: Vec<String>, endpoint: TokenEndpoint<'_>| {
        let token = refresh_token.clone();
        let grant = Grant::RefreshToken { token, scopes };
        exchange::ask(host, endpoint, &grant, &granted, Wanted::AccessToken)
    };
    let first = send(Vec::new(), endpoint);
    let Err(Stop::Refused(refusal)) = &first else {
        return first;
    };
    let requested = scope::split(&tokens.requested_scope);
    match refusal.wanted_form() {
        Some(Form::WithScope) if !requested.is_empty() => {
            host.deviate(Deviation::RefreshedWithScope);
            send(requested, endpoint)
        }
        Some(Form::WithoutResource)
            if endpoint.resource.is_some() && names_resource(&requested, &tokens.resource) =>
        {
            host.deviate(Deviation::RefreshedWithoutResource);
            let endpoint = TokenEndpoint {
                resource: None,
                ..endpoint
            };
            send(requested, endpoint)
        }
        _ => first,
    }
}

/// Whether a scope is one of the resource itself, as Entra writes them: its identifier, a slash, the name.
fn names_resource(scopes: &[String], resource: &str) -> bool {
    let own = resource.trim_end_matches('/');
    scopes
        .iter()
        .any(|scope| scope.starts_with("api://") || scope.starts_with(&format!("{own}/")))
}

fn done(tokens: Tokens, not_kept: Option<String>) -> Outcome {
    Outcome::SignedIn {
        tokens: Box::new(tokens),
        proof: Proof::default(),
        not_kept,
    }
}

/// What became of a sign-in while its tokens were renewed, by somebody whom the lock does not reach.
enum Meanwhile {
    Nothing,
    Removed,
    SignedInAnew(Box<Tokens>),
}

fn meanwhile(host: &Host, key: &str, tokens: &Tokens) -> Result<Meanwhile, Stop> {
    let kept: Option<Tokens> = store::load(host, key.to_owned())?;
    Ok(match kept {
        Some(newer) if (&newer.sign_in, &newer.key_id) != (&tokens.sign_in, &tokens.key_id) => {
            Meanwhile::SignedInAnew(Box::new(newer))
        }
        Some(_) => Meanwhile::Nothing,
        None => Meanwhile::Removed,
    })
}

/// Whether the entry in the store is still that of the tokens; where there never was one, there may be one now.
fn is_ours(meanwhile: &Meanwhile, was_kept: bool) -> bool {
    match meanwhile {
        Meanwhile::Nothing => true,
        Meanwhile::Removed => !was_kept,
        Meanwhile::SignedInAnew(_) => false,
    }
}

fn is_spent(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::TokenRefused { answer, .. } if answer.error.as_deref() == Some("invalid_grant"))
}

/// As whom to speak for tokens.
pub(super) struct Who {
    /// The client that they were issued to; none where the grant needed none (RFC 7523 §2.1).
    pub client: Option<Client>,
    /// Whether more than its id is known.
    pub is_known: bool,
    /// The methods of client authentication that its server lists.
    pub methods: Option<Vec<String>>,
}

pub(super) fn who(host: &Host, tokens: &Tokens, given: Option<Client>) -> Result<Who, Stop> {
    // Credentials of another client, or of another issuer, are never sent (MCP 2026-07-28, Authorization Server Binding).
    let is_theirs = |client: &Client| {
        let issuer = client.issuer.as_ref();
        client.client_id == tokens.client_id && issuer.is_none_or(|own| *own == tokens.issuer)
    };
    let kept = store::client_with_id(host, &tokens.issuer, &tokens.client_id)?;
    let client = given.filter(is_theirs).or(kept.filter(is_theirs));
    let known: Option<KnownServer> = store::load(host, store::server_key(&tokens.server))?;
    let methods = known
        .filter(|known| known.issuer == tokens.issuer)
        .and_then(|known| server::read(&known.server_metadata).ok())
        .and_then(|metadata| metadata.token_endpoint_auth_methods_supported);
    let is_known = client.is_some();
    let by_id = || Client {
        client_id: tokens.client_id.clone(),
        ..Client::default()
    };
    Ok(Who {
        client: client
            .or_else(|| Some(by_id()))
            .filter(|client| !client.client_id.is_empty()),
        is_known,
        methods,
    })
}

/// Where these tokens are renewed, judged again: the value comes from outside.
fn token_endpoint(host: &Host, tokens: &Tokens) -> Result<String, Stop> {
    let trust = Trust::of(&tokens.server, &[]);
    if let Some(url) = &tokens.token_endpoint {
        Trust::of(url, &[]).endpoint("token_endpoint", url)?;
        return Ok(url.clone());
    }
    let (metadata, _) =
        crate::flow::discover::issuer::metadata_of(host, &trust, &tokens.issuer, None, None)?;
    let url = metadata
        .token_endpoint
        .ok_or_else(|| Refusal::EndpointMissing {
            issuer: tokens.issuer.clone(),
            member: "token_endpoint".to_owned(),
        })?;
    trust.endpoint("token_endpoint", &url)?;
    Ok(url)
}

/// Asks for more scopes by a new authorization request (MCP 2025-11-25, Step-Up Authorization Flow): the scopes asked for before and
/// those of the challenge, a limited number of times.
///
/// # Errors
/// Where there is nothing new to ask for, or enough was tried.
pub fn step_up(
    host: &Host,
    tokens: &Tokens,
    challenge: &str,
    mut options: SignInOptions,
) -> Result<Outcome, Stop> {
    if options.server.is_empty() {
        options.server.clone_from(&tokens.server);
    }
    options.challenge = Some(challenge.to_owned());
    let challenges = challenge::read(challenge);
    let named = challenges.acted_on().and_then(|one| one.param("scope"));
    let discovered = known::discover(host, &options)?;
    // RFC 6750 §3.1 leaves `scope` out at will; then the resource's own list is all there is to ask for.
    let listed = discovered
        .resource_metadata
        .as_ref()
        .and_then(|metadata| metadata.scopes_supported.as_ref())
        .map(|scopes| scopes.join(" "));
    let wanted = named.filter(|scope| !scope.is_empty()).map(str::to_owned);
    let requested = scope::union(&scope::split(&tokens.requested_scope), &tokens.scopes());
    let scopes = scope::step_up(
        &requested,
        &tokens.scopes(),
        wanted.or(listed).as_deref(),
        options.revision.unwrap_or(Revision::NEWEST),
    )?;
    count(host, tokens)?;
    sign_in::open(host, &options, &discovered, scopes)
}

/// The sign-in itself was the first authorization request of the operation.
fn count(host: &Host, tokens: &Tokens) -> Result<(), Stop> {
    let key = store::step_up_key(&tokens.issuer, &tokens.resource);
    let now = host.now()?;
    let before: Option<StepUps> = store::load(host, key.clone())?;
    let before = before.filter(|one| now < one.expires_at);
    let attempts = before.map_or(1, |one| one.attempts) + 1;
    if attempts > limits::STEP_UPS {
        return Err(Refusal::StepUpLimit {
            attempts: limits::STEP_UPS,
        }
        .into());
    }
    let expires_at = now + limits::PENDING_LIFE;
    let count = StepUps {
        attempts,
        expires_at,
    };
    Ok(store::save(host, key, &count)?)
}
