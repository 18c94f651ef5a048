//! Which client to be: pre-registered, by a metadata document, registered dynamically, or ask the person (MCP 2025-11-25, client
//! registration; RFC 7591).

use crate::flow::authorize::signed;
use crate::flow::client::dynamic;
use crate::flow::client::metadata_document;
use crate::flow::client::{Client, ClientKind};
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::{Effect, Host};
use crate::flow::keep::store::{self, Bound, client_key};
use crate::flow::options::SignInOptions;
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::token::client_auth::{self, Method};
use crate::flow::token::jose::{self, ES256};
use crate::plain;
use serde_json::{Map, Value};

/// What is known when a client is chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offers {
    /// There is a pre-registered client for this issuer.
    pub pre_registered: bool,
    /// The server takes client ID metadata documents.
    pub takes_metadata_documents: bool,
    /// The client has one.
    pub has_metadata_document: bool,
    /// The server registers dynamically.
    pub registers: bool,
}

/// How to get a client id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The one that is there.
    PreRegistered,
    /// The address of the metadata document.
    MetadataDocument,
    /// Register, or use what was registered before.
    Dynamic,
    /// Ask the person.
    Ask,
}

/// The order of the specification; dynamic registration never beats a metadata document.
#[must_use]
pub fn way(offers: Offers) -> Way {
    if offers.pre_registered {
        Way::PreRegistered
    } else if offers.takes_metadata_documents && offers.has_metadata_document {
        Way::MetadataDocument
    } else if offers.registers {
        Way::Dynamic
    } else {
        Way::Ask
    }
}

/// What to do with a stored client when the server names another issuer than before (MCP 2026-07-28, Authorization Server Binding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migration {
    /// Register there; the old id is never shown to it.
    Register,
    /// Tell the person: what they brought belongs elsewhere.
    Refuse,
    /// The id is the address of a document and goes everywhere; tokens do not.
    Reuse,
}

/// By the kind of client.
#[must_use]
pub fn on_migration(kind: ClientKind) -> Migration {
    match kind {
        ClientKind::Dynamic => Migration::Register,
        ClientKind::PreRegistered => Migration::Refuse,
        ClientKind::MetadataDocument => Migration::Reuse,
    }
}

/// A client and whether it came from the store: then it may be stale.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The client.
    pub client: Client,
    /// It was registered by an earlier sign-in.
    pub stored: bool,
}

/// Gets a client for the discovered issuer. `redirect_uri` is what it will use.
///
/// # Errors
/// Where the person must be asked, or the server refuses to register.
pub fn client_for(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Chosen, Stop> {
    let issuer = &discovered.issuer;
    if let Some(client) = &options.client
        && let Some(chosen) = given(host, client, discovered, options)?
    {
        return Ok(chosen);
    }
    let document = options
        .client_metadata
        .get("client_id")
        .and_then(Value::as_str);
    let metadata = &discovered.server_metadata;
    let offers = Offers {
        pre_registered: false,
        takes_metadata_documents: metadata.takes_client_id_metadata_documents(),
        has_metadata_document: document.is_some(),
        registers: metadata.registration_endpoint.is_some(),
    };
    let choose = || chosen(host, discovered, options, document, offers);
    host.once(|| match way(offers) {
        // Two windows must not register twice.
        Way::Dynamic => host.locked(client_key(issuer), choose),
        _ => choose(),
    })
}

/// By what the store has, and what else there is.
fn chosen(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
    document: Option<&str>,
    offers: Offers,
) -> Result<Chosen, Stop> {
    let issuer = &discovered.issuer;
    let (stored, bound) = store::client_and_bound(host, issuer, &options.server)?;
    if stored.is_none()
        && let Some(refusal) = brought_elsewhere(bound, issuer)
    {
        return Err(refusal.into());
    }
    let pre_registered = stored
        .as_ref()
        .is_some_and(|client| client.kind == ClientKind::PreRegistered);
    let offers = Offers {
        pre_registered,
        ..offers
    };
    match (way(offers), stored) {
        (Way::PreRegistered, Some(client)) => {
            registered_there(&client, options)?;
            Ok(Chosen {
                client: with_key(host, discovered, client)?,
                stored: false,
            })
        }
        (Way::MetadataDocument, _) => Ok(Chosen {
            client: Client {
                kind: ClientKind::MetadataDocument,
                client_id: document.unwrap_or_default().to_owned(),
                issuer: Some(issuer.clone()),
                token_endpoint_auth_method: text(&options.client_metadata, dynamic::AUTH_METHOD),
                ..Client::default()
            },
            stored: false,
        }),
        (Way::Dynamic, stored) => registered(host, discovered, options, stored),
        // An id alone would not do.
        _ if signed::is_required(&discovered.server_metadata) => {
            Err(Refusal::SignedRequestNeeded {
                issuer: issuer.clone(),
            }
            .into())
        }
        _ => Err(Refusal::NoClient {
            issuer: issuer.clone(),
            documents: offers.takes_metadata_documents,
        }
        .into()),
    }
}

/// Goes on as the client for the discovered issuer; where the server has forgotten one that an earlier sign-in registered, once more as
/// a new one (RFC 7591 §3.2.1: registrations end).
///
/// # Errors
/// As [`client_for`], and those of what goes on.
pub fn as_client<T>(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
    go_on: impl Fn(Chosen) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let chosen = client_for(host, discovered, options)?;
    let (stored, client_id) = (chosen.stored, chosen.client.client_id.clone());
    match go_on(chosen) {
        Err(Stop::Refused(refusal)) if stored && refusal.is_forgotten_client() => {
            store::forget_client(host, &discovered.issuer, &client_id)?;
            go_on(client_for(host, discovered, options)?)
        }
        ended => ended,
    }
}

/// A client that the host brought belongs to one issuer, and is not tried at another one; nothing where a new one is made there.
fn given(
    host: &Host,
    client: &Client,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Option<Chosen>, Stop> {
    let issuer = &discovered.issuer;
    let elsewhere = match &client.issuer {
        Some(own) => Some(own.clone()).filter(|own| own != issuer),
        None => issuer_before(host, client, issuer, &options.server)?,
    };
    if let Some(expected) = elsewhere {
        match on_migration(client.kind) {
            Migration::Refuse => {
                return Err(Refusal::ClientOfOtherIssuer {
                    client_id: client.client_id.clone(),
                    expected,
                    received: issuer.clone(),
                }
                .into());
            }
            Migration::Register => return Ok(None),
            Migration::Reuse => {}
        }
    }
    if client.issuer.is_none() && client.is_confidential() {
        confirmed(host, options, issuer, &client.client_id)?;
    }
    let client = Client {
        issuer: Some(issuer.clone()),
        ..client.clone()
    };
    Ok(Some(Chosen {
        client: with_key(host, discovered, client)?,
        stored: false,
    }))
}

/// What proves a client goes to no issuer that nobody named: the MCP server alone says where it would go. Once it signed in there, it is
/// bound.
///
/// # Errors
/// Where nobody has named the issuer.
pub fn confirmed(
    host: &Host,
    options: &SignInOptions,
    issuer: &str,
    client_id: &str,
) -> Result<(), Stop> {
    let bound = store::bound_of(host, &options.server)?;
    let signed_in = bound.issuer == issuer && bound.client_id == client_id;
    let tokens = store::tokens_of(host, &options.server)?;
    let has_tokens = tokens.is_some_and(|one| one.issuer == issuer && one.client_id == client_id);
    let was_here = signed_in
        || has_tokens
        || bound
            .brought
            .get(client_id)
            .is_some_and(|one| one == issuer);
    if was_here || options.names_issuer(issuer) {
        return Ok(());
    }
    Err(Refusal::IssuerUnconfirmed {
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
    }
    .into())
}

/// A person's own app that proves itself by a key, and has none here: one is made, and kept for the issuer. The first time the person is
/// shown its public half, to register it with the app.
fn with_key(host: &Host, discovered: &Discovered, client: Client) -> Result<Client, Stop> {
    let method = client.token_endpoint_auth_method.as_deref();
    let metadata = &discovered.server_metadata;
    let listed = metadata.token_endpoint_auth_methods_supported.as_deref();
    let wants_key = method == Some(Method::PrivateKeyJwt.as_str())
        || (!client.is_confidential() && client_auth::takes_keys_only(listed));
    if client.kind != ClientKind::PreRegistered || client.has_key() || !wants_key {
        return Ok(client);
    }
    let key_id = format!("client-key/{}", discovered.issuer);
    if host.text(Effect::PublicKey(key_id.clone()))?.is_some() {
        return Ok(Client {
            key_id: Some(key_id),
            ..client
        });
    }
    let made = host.text(Effect::MakeKey {
        key_id,
        algorithm: ES256.to_owned(),
    })?;
    let public = made.as_deref().and_then(jose::public_part);
    Err(Refusal::KeyToRegister {
        issuer: discovered.issuer.clone(),
        jwk: public.as_ref().map(plain::text).unwrap_or_default(),
    }
    .into())
}

/// A person's own app has its redirect URI registered: where its port is in use, another one is not sent in silence.
fn registered_there(client: &Client, options: &SignInOptions) -> Result<(), Refusal> {
    let (Some(expected), Some(received)) = (client.redirect_uris.first(), &options.redirect_uri)
    else {
        return Ok(());
    };
    if client.redirect_uris.contains(received) {
        return Ok(());
    }
    Err(Refusal::RedirectUriNotRegistered {
        expected: expected.clone(),
        received: received.clone(),
    })
}

/// The refusal where the last sign-in to this server was by a client that the person brought, at another issuer: the person is told,
/// instead of going on with another client (MCP 2026-07-28, Authorization Server Binding).
fn brought_elsewhere(bound: Bound, issuer: &str) -> Option<Refusal> {
    let is_brought = bound.brought.get(&bound.client_id) == Some(&bound.issuer);
    (is_brought && bound.issuer != issuer).then(|| Refusal::ClientOfOtherIssuer {
        client_id: bound.client_id,
        expected: bound.issuer,
        received: issuer.to_owned(),
    })
}

/// The issuer at which this client signed in to this server before, where it is another one.
fn issuer_before(
    host: &Host,
    client: &Client,
    issuer: &str,
    server: &str,
) -> Result<Option<String>, Stop> {
    let mut brought = store::bound_of(host, server)?.brought;
    let before = brought.remove(&client.client_id);
    Ok(before.filter(|before| before != issuer))
}

/// A registration that is kept and still good, or a new one.
fn registered(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
    kept: Option<Client>,
) -> Result<Chosen, Stop> {
    let redirect = options.redirect_uri.as_deref();
    let now = host.now()?;
    if let Some(client) = &kept
        && client.kind == ClientKind::Dynamic
        && fits(client, redirect, now)
    {
        return Ok(Chosen {
            client: client.clone(),
            stored: true,
        });
    }
    let client = dynamic::register(host, discovered, options)?;
    store::save_client(host, &discovered.issuer, kept, &client)?;
    Ok(Chosen {
        client,
        stored: false,
    })
}

/// Redirect URIs are compared byte for byte: many providers take no other port either.
fn fits(client: &Client, redirect: Option<&str>, now: f64) -> bool {
    let in_time = client.client_secret_expires_at.is_none_or(|end| now < end);
    let known = redirect.is_none_or(|uri| client.redirect_uris.iter().any(|one| one == uri));
    in_time && known
}

/// Judges what the caller says of the client.
///
/// # Errors
/// A caller's mistake that names what would have been right.
pub fn require(options: &SignInOptions) -> Result<(), crate::error::Misuse> {
    match options
        .client_metadata
        .get("client_id")
        .and_then(Value::as_str)
    {
        Some(url) => metadata_document::require(url),
        None => Ok(()),
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}
