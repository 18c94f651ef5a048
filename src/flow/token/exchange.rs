//! One request to a token endpoint: client authentication, `resource`, DPoP, and the judgement of the answer.

use crate::flow::client::Client;
use crate::flow::host::{Effect, Host, HostFailed};
use crate::flow::keep::store;
use crate::flow::moved;
use crate::flow::outcome::Stop;
use crate::flow::token::client_auth::{self, Means, Method};
use crate::flow::token::jose::{self, ProofOf};
use crate::flow::token::{self, Grant, Granted, Wanted};
use crate::http::{Exchange, Request};
use crate::wire::address::Address;
use crate::wire::form;
use crate::wire::token::read;

const FORM: &str = "application/x-www-form-urlencoded";

/// Where and as whom to ask.
#[derive(Clone, Copy, Debug)]
pub struct TokenEndpoint<'a> {
    /// The endpoint, raw; judged before.
    pub url: &'a str,
    /// Its issuer, raw: the audience of assertions.
    pub issuer: &'a str,
    /// The methods of client authentication that it lists.
    pub methods: Option<&'a [String]>,
    /// The client; nothing where the grant itself says who asks.
    pub client: Option<&'a Client>,
    /// `resource`; nothing where it is not sent.
    pub resource: Option<&'a str>,
    /// The key that tokens are to be bound to (RFC 9449).
    pub key_id: Option<&'a str>,
}

/// Asks for a token. `requested` are the scopes that were asked for, which an answer without `scope` grants.
///
/// # Errors
/// If the answer can't be used, or none comes.
pub fn ask(
    host: &Host,
    endpoint: TokenEndpoint<'_>,
    grant: &Grant,
    requested: &[String],
    wanted: Wanted,
) -> Result<Granted, Stop> {
    let first = send(host, endpoint, grant)?;
    // A redirect spends nothing. Assertions and proofs are made anew: a proof names the address (RFC 9449 §4.2).
    let (url, mut answer) = moved::followed(endpoint.url, first, &mut |to| {
        send(
            host,
            TokenEndpoint {
                url: to,
                ..endpoint
            },
            grant,
        )
    })?;
    let endpoint = TokenEndpoint {
        url: &url,
        ..endpoint
    };
    // RFC 9449 §8: ask again with the nonce that the server gives. Such an answer does not spend the code.
    if endpoint.key_id.is_some() && wants_nonce(&answer) {
        remember_nonce(host, endpoint.url, &answer)?;
        answer = send(host, endpoint, grant)?;
    }
    let granted = token::granted(&answer, grant.name(), requested, wanted)?;
    Ok(granted)
}

/// Keeps the nonce that came with granted tokens: behind them, for what was just issued is lost if the process ends before it is kept.
pub fn keep_nonce(host: &Host, url: &str, next: Option<String>) {
    if let Some(nonce) = next {
        // The server gives another one where this is not kept.
        let _ = host.done(Effect::Save(store::nonce_key(&origin(url)), nonce));
    }
}

fn send(host: &Host, endpoint: TokenEndpoint<'_>, grant: &Grant) -> Result<Exchange, HostFailed> {
    let parameters = form::decode(&token::body(grant, None, endpoint.resource));
    let request = authenticated(host, endpoint, parameters)?;
    // What is sent spends a code, a refresh token or an assertion: it is never cut off.
    host.commit(request)
}

/// A form-encoded request to an endpoint at which the client proves itself as it does at the token endpoint.
///
/// # Errors
/// Where the host can't sign.
pub fn authenticated(
    host: &Host,
    endpoint: TokenEndpoint<'_>,
    mut parameters: Vec<(String, String)>,
) -> Result<Request, HostFailed> {
    let mut authorization = None;
    if let Some(client) = endpoint.client {
        let secret = client.client_secret.as_ref();
        let mut add =
            |name: &str, value: &str| parameters.push((name.to_owned(), value.to_owned()));
        match client_auth::method(Means::of(client), endpoint.methods) {
            Method::None => add("client_id", &client.client_id),
            Method::Basic => {
                let secret = secret.map_or("", |secret| secret.reveal());
                authorization = Some(client_auth::basic(&client.client_id, secret));
            }
            Method::Post => {
                add("client_id", &client.client_id);
                add("client_secret", secret.map_or("", |secret| secret.reveal()));
            }
            Method::PrivateKeyJwt => {
                let assertion = jose::client_assertion(host, client, endpoint.issuer)?;
                add("client_assertion_type", ASSERTION_TYPE);
                add("client_assertion", assertion.reveal());
            }
        }
    }
    let body = form::encode(
        parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let mut request = Request::post(endpoint.url, FORM, body);
    if let Some(value) = authorization {
        request.headers.push("Authorization", value);
    }
    if let Some(key_id) = endpoint.key_id {
        let nonce = nonce_for(host, endpoint.url)?;
        let proof = jose::proof(
            host,
            ProofOf {
                key_id,
                method: "POST",
                url: endpoint.url,
                nonce: nonce.as_deref(),
                access_token: None,
            },
        )?;
        request.headers.push("DPoP", proof.reveal());
    }
    Ok(request)
}

/// `client_assertion_type` (RFC 7523 §2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The nonce that an origin gave last (RFC 9449 §8.2).
///
/// # Errors
/// Where the store can't be read.
pub fn nonce_for(host: &Host, url: &str) -> Result<Option<String>, HostFailed> {
    host.text(Effect::Load(store::nonce_key(&origin(url))))
}

/// Keeps the nonce of an answer.
///
/// # Errors
/// Where the store refuses.
pub fn remember_nonce(host: &Host, url: &str, answer: &Exchange) -> Result<(), HostFailed> {
    let response = answer.response.as_ref();
    match response.and_then(|response| response.headers.get("dpop-nonce")) {
        Some(nonce) => host.done(Effect::Save(store::nonce_key(&origin(url)), nonce)),
        None => Ok(()),
    }
}

fn wants_nonce(answer: &Exchange) -> bool {
    let Some(response) = &answer.response else {
        return false;
    };
    let error = read(response.body.as_deref().unwrap_or_default())
        .ok()
        .and_then(|answer| answer.error);
    response.headers.has("dpop-nonce") && error.as_deref() == Some("use_dpop_nonce")
}

fn origin(url: &str) -> String {
    Address::parse(url).map_or_else(|_| url.to_owned(), |address| address.origin())
}
