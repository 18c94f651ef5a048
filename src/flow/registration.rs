//! Which client to be: pre-registered, by a metadata document, registered dynamically, or ask the person (MCP 2025-11-25, client
//! registration; RFC 7591).

use super::client::{Client, ClientKind};
use super::discovery::Discovered;
use super::host::{Effect, Host};
use super::metadata_document;
use super::options::SignInOptions;
use super::outcome::Stop;
use super::redirect_uri::{self, ApplicationType};
use super::refusal::{Refusal, RegistrationFlaw};
use super::store::{self, client_key};
use super::token::unreachable;
use super::trust::Trust;
use super::well_known;
use crate::http::{Exchange, Request};
use crate::secret::Secret;
use crate::wire::client;
use serde_json::{Map, Value, json};

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
pub async fn client_for(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Chosen, Stop> {
    let issuer = &discovered.issuer;
    if let Some(client) = &options.client {
        return given(host, client, discovered, options).await;
    }
    let stored = store::client_of(host, issuer).await?;
    let document = options
        .client_metadata
        .get("client_id")
        .and_then(Value::as_str);
    let metadata = &discovered.server_metadata;
    let offers = Offers {
        pre_registered: stored
            .as_ref()
            .is_some_and(|client| client.kind == ClientKind::PreRegistered),
        takes_metadata_documents: metadata.takes_client_id_metadata_documents(),
        has_metadata_document: document.is_some(),
        registers: metadata.registration_endpoint.is_some(),
    };
    match (way(offers), stored) {
        (Way::PreRegistered, Some(client)) => Ok(Chosen {
            client,
            stored: false,
        }),
        (Way::MetadataDocument, _) => Ok(Chosen {
            client: Client {
                kind: ClientKind::MetadataDocument,
                client_id: document.unwrap_or_default().to_owned(),
                issuer: Some(issuer.clone()),
                token_endpoint_auth_method: text(&options.client_metadata, AUTH_METHOD),
                ..Client::default()
            },
            stored: false,
        }),
        (Way::Dynamic, _) => {
            // Two windows must not register twice.
            host.done(Effect::Lock(client_key(issuer))).await?;
            let result = registered(host, discovered, options).await;
            host.done(Effect::Unlock(client_key(issuer))).await?;
            result
        }
        _ => Err(Refusal::NoClient {
            issuer: issuer.clone(),
        }
        .into()),
    }
}

/// A client that the host brought belongs to one issuer, and is not tried at another one.
async fn given(
    host: &Host,
    client: &Client,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Chosen, Stop> {
    let issuer = &discovered.issuer;
    let elsewhere = match &client.issuer {
        Some(own) => Some(own.clone()).filter(|own| own != issuer),
        None => issuer_before(host, client, issuer, &options.server).await?,
    };
    if let Some(expected) = elsewhere
        && client.kind == ClientKind::PreRegistered
    {
        return Err(Refusal::ClientOfOtherIssuer {
            client_id: client.client_id.clone(),
            expected,
            received: issuer.clone(),
        }
        .into());
    }
    Ok(Chosen {
        client: Client {
            issuer: Some(issuer.clone()),
            ..client.clone()
        },
        stored: false,
    })
}

/// The issuer at which this client signed in to this server before, where it is another one.
async fn issuer_before(
    host: &Host,
    client: &Client,
    issuer: &str,
    server: &str,
) -> Result<Option<String>, Stop> {
    let Some(before) = store::issuer_in_use(host, server).await? else {
        return Ok(None);
    };
    let known = store::client_of(host, &before).await?;
    let same = known.is_some_and(|known| known.client_id == client.client_id);
    Ok(Some(before).filter(|before| same && before != issuer))
}

/// A registration that is kept and still good, or a new one.
async fn registered(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Chosen, Stop> {
    let issuer = &discovered.issuer;
    let redirect = options.redirect_uri.as_deref();
    let kept = store::client_of(host, issuer).await?;
    let now = host.now().await?;
    if let Some(client) = kept
        && client.kind == ClientKind::Dynamic
        && fits(&client, redirect, now)
    {
        return Ok(Chosen {
            client,
            stored: true,
        });
    }
    let client = register(host, discovered, options).await?;
    store::save(host, client_key(issuer), &client).await?;
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

const AUTH_METHOD: &str = "token_endpoint_auth_method";

async fn register(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Client, Stop> {
    let metadata = &discovered.server_metadata;
    let endpoint = metadata.registration_endpoint.clone().unwrap_or_default();
    Trust::of(&options.server, &options.allow).endpoint("registration_endpoint", &endpoint)?;
    let listed = metadata.token_endpoint_auth_methods_supported.as_deref();
    let body = request_body(options, listed);
    let redirect = options.redirect_uri.as_deref();
    let request = Request::post(&endpoint, "application/json", body.to_string());
    let answer = host.commit(request).await?;
    // Under 2025-03-26 the endpoint may be a mere assumption: then it is the metadata that is missing.
    if discovered.assumed && matches!(answer.status(), 404 | 405) {
        let mut tried = well_known::resource_metadata_urls(&options.server).unwrap_or_default();
        tried.extend(well_known::legacy(&options.server).map(|places| places.metadata_url));
        return Err(Refusal::NoResourceMetadata { tried }.into());
    }
    let client = read_answer(&answer, &discovered.issuer, redirect)?;
    Ok(client)
}

/// The body of a registration request (RFC 7591 §2). What the host gave wins, but for what the flow needs.
#[must_use]
pub fn request_body(options: &SignInOptions, listed_methods: Option<&[String]>) -> Value {
    let mut body: Map<String, Value> = options.client_metadata.clone();
    // The addresses of a metadata document are not for registration.
    body.remove("client_id");
    body.remove("client_secret");
    let mut set = |name: &str, value: Value| {
        body.entry(name).or_insert(value);
    };
    set("client_name", json!("MCP client"));
    set("response_types", json!(["code"]));
    // MCP 2026-07-28, Refresh Tokens: `refresh_token` is asked for at registration.
    set(
        "grant_types",
        json!(["authorization_code", "refresh_token"]),
    );
    set(AUTH_METHOD, json!(auth_method(listed_methods)));
    if options.dpop == Some(true) {
        set("dpop_bound_access_tokens", json!(true));
    }
    if let Some(uri) = options.redirect_uri.as_deref() {
        let kind = kind_of(uri);
        let others = body.get("redirect_uris").and_then(Value::as_array);
        let mut uris: Vec<String> = others
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str().map(str::to_owned))
            // Strict OpenID providers register one kind only: a mixed set is split (OpenID Connect Registration §2).
            .filter(|one| kind_of(one) == kind)
            .collect();
        if !uris.iter().any(|one| one == uri) {
            uris.insert(0, uri.to_owned());
        }
        body.insert("redirect_uris".to_owned(), json!(uris));
        // MCP 2026-07-28, Application Type and Redirect URI Constraints; safe to send to older servers.
        if let Some(kind) = kind {
            body.insert("application_type".to_owned(), json!(kind.as_str()));
        }
    }
    Value::Object(body)
}

fn kind_of(uri: &str) -> Option<ApplicationType> {
    redirect_uri::judge(uri)
        .ok()
        .map(|one| one.application_type)
}

/// A public client says `none`, for the default of RFC 7591 §2 is Basic; where the server lists no `none`, what it lists.
fn auth_method(listed: Option<&[String]>) -> &'static str {
    let lists = |method: &str| listed.is_some_and(|list| list.iter().any(|one| one == method));
    let others = ["client_secret_basic", "client_secret_post"];
    if listed.is_none_or(<[String]>::is_empty) || lists("none") {
        return "none";
    }
    others
        .into_iter()
        .find(|method| lists(method))
        .unwrap_or("none")
}

/// The client of a registration answer, which is authoritative: the server may replace what was asked for (RFC 7591 §3.2.1).
///
/// # Errors
/// Where it is an error, or lacks what the flow needs.
pub fn read_answer(
    answer: &Exchange,
    issuer: &str,
    redirect_uri: Option<&str>,
) -> Result<Client, Refusal> {
    let url = answer.request.url.clone();
    let Some(response) = &answer.response else {
        return Err(unreachable(answer));
    };
    let status = response.status;
    let read = client::read(response.body.as_deref().unwrap_or_default());
    // 201 is the specified status; 200 is widespread.
    if !response.is_success() || read.as_ref().is_ok_and(|one| one.error.is_some()) {
        let (error, description) =
            read.map_or((None, None), |one| (one.error, one.error_description));
        return Err(Refusal::RegistrationRefused {
            url,
            status,
            error,
            description,
        });
    }
    let unusable = |reason| Refusal::RegistrationUnusable {
        url: url.clone(),
        status,
        reason,
    };
    let registered =
        read.map_err(|unreadable| unusable(RegistrationFlaw::Unreadable { unreadable }))?;
    let client_id = registered
        .client_id
        .filter(|id| !id.is_empty())
        .ok_or_else(|| unusable(RegistrationFlaw::NoClientId))?;
    let own: Vec<String> = redirect_uri.iter().map(|uri| (*uri).to_owned()).collect();
    let redirect_uris = registered.redirect_uris.unwrap_or_else(|| own.clone());
    if let Some(expected) = own.iter().find(|uri| !redirect_uris.contains(uri)) {
        return Err(unusable(RegistrationFlaw::RedirectUriChanged {
            expected: expected.clone(),
            received: redirect_uris,
        }));
    }
    Ok(Client {
        kind: ClientKind::Dynamic,
        client_id,
        issuer: Some(issuer.to_owned()),
        client_secret: registered.client_secret.filter(not_empty),
        client_secret_expires_at: registered
            .client_secret_expires_at
            .filter(|seconds| *seconds > 0.0)
            .map(|seconds| seconds * 1000.0),
        token_endpoint_auth_method: registered.token_endpoint_auth_method,
        redirect_uris,
        registration_client_uri: registered.registration_client_uri,
        registration_access_token: registered.registration_access_token,
        ..Client::default()
    })
}

fn not_empty(secret: &Secret) -> bool {
    !secret.reveal().is_empty()
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
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
