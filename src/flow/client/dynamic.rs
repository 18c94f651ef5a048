//! Dynamic client registration (RFC 7591): what is asked for, and what the answer is worth.

use crate::flow::authorize::redirect_uri::{self, ApplicationType};
use crate::flow::authorize::signed;
use crate::flow::client::{Client, ClientKind};
use crate::flow::deviation::Deviation;
use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::well_known;
use crate::flow::host::{Effect, Host};
use crate::flow::keep::store;
use crate::flow::moved;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::Stop;
use crate::flow::refusal::{ErrorAnswer, Refusal, RegistrationFlaw};
use crate::flow::token::client_auth;
use crate::flow::token::jose::{self, ES256};
use crate::flow::token::unreachable;
use crate::flow::trust::Trust;
use crate::http::{Exchange, Request};
use crate::limits;
use crate::plain;
use crate::secret::Secret;
use crate::wire::client;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// The member that says how a client proves itself (RFC 7591 §2).
pub const AUTH_METHOD: &str = "token_endpoint_auth_method";

/// Registers a client (RFC 7591 §3).
///
/// # Errors
/// Where the server refuses, or its answer can't be used.
pub fn register(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
) -> Result<Client, Stop> {
    let metadata = &discovered.server_metadata;
    let endpoint = metadata.registration_endpoint.clone().unwrap_or_default();
    let listed = metadata.token_endpoint_auth_methods_supported.as_deref();
    let (trust, mut body) = host.once(|| {
        let trust = Trust::of(&options.server, &options.allow);
        trust.endpoint("registration_endpoint", &endpoint)?;
        Ok::<_, Refusal>((trust, request_body(options, listed)))
    })?;
    let key_id = add_key(host, discovered, &mut body)?;
    let request = Request::post(&endpoint, "application/json", plain::text(&body));
    let answer = posted(
        host,
        &trust,
        request,
        body.get("software_statement").is_none(),
    )?;
    let registered = registered(host, discovered, options, &answer);
    if registered.is_err() {
        store::drop_key(host, key_id.as_deref());
    }
    Ok(Client {
        key_id,
        ..registered?
    })
}

/// Sends a registration to where the endpoint is. It holds nothing secret, so it goes on to another origin too, if it `may_leave`: whoever
/// answers there could have been named by the metadata as well.
fn posted(
    host: &Host,
    trust: &Trust,
    mut request: Request,
    may_leave: bool,
) -> Result<Exchange, Stop> {
    let from = request.url.clone();
    let mut answer = moved::commit(host, request.clone())?;
    for _ in 0..limits::REDIRECTS {
        let Some(to) = moved::sent_on(&answer).filter(|_| may_leave) else {
            break;
        };
        if moved::moved_to(&answer).is_some() {
            break;
        }
        trust.endpoint("registration_endpoint", &to)?;
        host.deviate(Deviation::Redirected {
            what: "registration_endpoint".to_owned(),
            from: from.clone(),
            to: to.clone(),
        });
        request.url = to;
        answer = moved::commit(host, request.clone())?;
    }
    Ok(answer)
}

/// Makes a key for the client where the server registers none without, and names it in the request (RFC 7591 §2, RFC 9101 §10.5).
fn add_key(host: &Host, discovered: &Discovered, body: &mut Value) -> Result<Option<String>, Stop> {
    let metadata = &discovered.server_metadata;
    let listed = metadata.token_endpoint_auth_methods_supported.as_deref();
    let proves_itself = client_auth::takes_keys_only(listed);
    let signs_requests = signed::is_required(metadata);
    let brings_its_own = body.get("jwks").is_some() || body.get("jwks_uri").is_some();
    if brings_its_own || !(proves_itself || signs_requests) {
        return Ok(None);
    }
    let key_id = format!("key/{}", URL_SAFE_NO_PAD.encode(host.random::<16>()?));
    let made = host.text(Effect::MakeKey {
        key_id: key_id.clone(),
        algorithm: ES256.to_owned(),
    })?;
    let Some(Value::Object(mut jwk)) = made.as_deref().and_then(jose::public_part) else {
        return Ok(None);
    };
    jwk.insert("alg".to_owned(), json!(ES256));
    jwk.insert("use".to_owned(), json!("sig"));
    jwk.insert("kid".to_owned(), json!(key_id));
    if let Some(body) = body.as_object_mut() {
        body.insert("jwks".to_owned(), json!({ "keys": [jwk] }));
        if proves_itself {
            body.insert(AUTH_METHOD.to_owned(), json!("private_key_jwt"));
            body.insert("token_endpoint_auth_signing_alg".to_owned(), json!(ES256));
        }
        if signs_requests {
            body.insert("request_object_signing_alg".to_owned(), json!(ES256));
        }
    }
    Ok(Some(key_id))
}

fn registered(
    host: &Host,
    discovered: &Discovered,
    options: &SignInOptions,
    answer: &Exchange,
) -> Result<Client, Stop> {
    let redirect = options.redirect_uri.as_deref();
    // Under 2025-03-26 the endpoint may be a mere assumption: then it is the metadata that is missing.
    if discovered.assumed && matches!(answer.status(), 404 | 405) {
        let mut noted = host.deviations().into_iter();
        let passed_over = noted.find_map(|one| match one {
            Deviation::ChallengeMetadataPassedOver { url, status } => Some((url, status)),
            _ => None,
        });
        if let Some((url, status)) = passed_over {
            return Err(Refusal::ResourceMetadataUnusable {
                url,
                status,
                unreadable: None,
            }
            .into());
        }
        let mut tried = well_known::resource_metadata_urls(&options.server).unwrap_or_default();
        tried.extend(well_known::legacy(&options.server).map(|places| places.metadata_url));
        return Err(Refusal::NoResourceMetadata { tried }.into());
    }
    let client = read_answer(answer, &discovered.issuer, redirect)?;
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
    // In the body first: a server that lists both may look for the client id there and nowhere else (the Python SDK's does).
    let others = ["client_secret_post", "client_secret_basic"];
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
        return Err(Refusal::RegistrationRefused(ErrorAnswer {
            url,
            status,
            error,
            description,
        }));
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
        dpop_bound_access_tokens: registered.dpop_bound_access_tokens == Some(true),
        redirect_uris,
        registration_client_uri: registered.registration_client_uri,
        registration_access_token: registered.registration_access_token,
        ..Client::default()
    })
}

fn not_empty(secret: &Secret) -> bool {
    !secret.reveal().is_empty()
}
