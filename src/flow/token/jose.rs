//! Signed JSON: client assertions (RFC 7523 §2.2) and DPoP proofs (RFC 9449 §4.2). Signing is an effect; no key is ever in here.

use crate::flow::client::Client;
use crate::flow::effect::SigningKey;
use crate::flow::host::{Effect, Host, HostFailed};
use crate::plain;
use crate::secret::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The algorithm that is made and used where nothing else is asked for.
pub const ES256: &str = "ES256";

/// Seconds that an assertion lives.
const ASSERTION_LIFE: f64 = 300.0;

/// An assertion that a client is who it says: `iss` and `sub` its id, `aud` the issuer (RFC 7523 §3; the open question whether `aud` is
/// the issuer or the token endpoint is decided as RFC 7523bis does).
///
/// # Errors
/// Where the host can't sign.
pub fn client_assertion(
    host: &Host,
    client: &Client,
    audience: &str,
) -> Result<Secret, HostFailed> {
    let algorithm = client.signing_algorithm.as_deref().unwrap_or(ES256);
    let issued = seconds(host)?;
    let claims = json!({
        "iss": client.client_id,
        "sub": client.client_id,
        "aud": audience,
        "iat": issued,
        "exp": issued + whole(ASSERTION_LIFE),
        "jti": unique(host)?,
    });
    let header = json!({ "alg": algorithm, "typ": "JWT" });
    signed(host, &header, &claims, key_of(client), algorithm)
}

fn key_of(client: &Client) -> SigningKey {
    match &client.private_key_pem {
        Some(given) => SigningKey::Given(given.clone()),
        None => SigningKey::Kept(client.key_id.clone().unwrap_or_default()),
    }
}

/// An authorization request as a signed object: the parameters as claims, `iss` the client and `aud` the issuer (RFC 9101 §4).
///
/// # Errors
/// Where the host can't sign.
pub fn request_object(
    host: &Host,
    client: &Client,
    audience: &str,
    parameters: &[(String, String)],
) -> Result<Secret, HostFailed> {
    let issued = seconds(host)?;
    let mut claims = Map::new();
    for (name, value) in parameters {
        claims.insert(name.clone(), json!(value));
    }
    for (name, value) in [
        ("iss", json!(client.client_id)),
        ("aud", json!(audience)),
        ("iat", json!(issued)),
        ("exp", json!(issued + whole(ASSERTION_LIFE))),
        ("jti", json!(unique(host)?)),
    ] {
        claims.insert(name.to_owned(), value);
    }
    let algorithm = client.signing_algorithm.as_deref().unwrap_or(ES256);
    let header = json!({ "alg": algorithm, "typ": "oauth-authz-req+jwt" });
    signed(
        host,
        &header,
        &Value::Object(claims),
        key_of(client),
        algorithm,
    )
}

/// What a DPoP proof is for.
#[derive(Clone, Copy, Debug)]
pub struct ProofOf<'a> {
    /// Name of the key.
    pub key_id: &'a str,
    /// Method of the request.
    pub method: &'a str,
    /// Its URL; query and fragment are left out (RFC 9449 §4.2).
    pub url: &'a str,
    /// The server's nonce, if it gave one.
    pub nonce: Option<&'a str>,
    /// The access token that goes along (`ath`).
    pub access_token: Option<&'a Secret>,
}

/// A DPoP proof, fresh for one request (RFC 9449 §4.2).
///
/// # Errors
/// Where the host has no such key or can't sign.
pub fn proof(host: &Host, of: ProofOf<'_>) -> Result<Secret, HostFailed> {
    let jwk = public_key(host, of.key_id)?;
    let mut claims = Map::new();
    claims.insert("jti".to_owned(), json!(unique(host)?));
    claims.insert("htm".to_owned(), json!(of.method));
    let target = of.url.split(['?', '#']).next().unwrap_or_default();
    claims.insert("htu".to_owned(), json!(target));
    claims.insert("iat".to_owned(), json!(seconds(host)?));
    if let Some(nonce) = of.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    if let Some(token) = of.access_token {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(token.reveal()));
        claims.insert("ath".to_owned(), json!(hash));
    }
    let header = json!({ "typ": "dpop+jwt", "alg": ES256, "jwk": jwk });
    signed(
        host,
        &header,
        &Value::Object(claims),
        SigningKey::Kept(of.key_id.to_owned()),
        ES256,
    )
}

/// Only the public members of the key, whatever the host gave (RFC 7517 §9.2).
fn public_key(host: &Host, key_id: &str) -> Result<Value, HostFailed> {
    let text = host.text(Effect::PublicKey(key_id.to_owned()))?;
    text.as_deref()
        .and_then(public_part)
        .ok_or_else(|| HostFailed {
            what: "key",
            message: "the key that the token is bound to is gone".to_owned(),
        })
}

/// The public members of a JWK; nothing where the text is none.
#[must_use]
pub fn public_part(text: &str) -> Option<Value> {
    let jwk: Map<String, Value> = serde_json::from_str(text).ok()?;
    let public = jwk
        .into_iter()
        .filter(|(name, _)| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str()));
    Some(Value::Object(public.collect()))
}

/// RFC 7515 §3.1.
fn signed(
    host: &Host,
    header: &Value,
    claims: &Value,
    key: SigningKey,
    algorithm: &str,
) -> Result<Secret, HostFailed> {
    let input = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(plain::text(header)),
        URL_SAFE_NO_PAD.encode(plain::text(claims))
    );
    let signature = host.bytes(Effect::Sign {
        key,
        algorithm: algorithm.to_owned(),
        input: input.clone().into_bytes(),
    })?;
    Ok(Secret::new(format!(
        "{input}.{}",
        URL_SAFE_NO_PAD.encode(signature)
    )))
}

fn unique(host: &Host) -> Result<String, HostFailed> {
    Ok(URL_SAFE_NO_PAD.encode(host.random::<16>()?))
}

/// NumericDate of RFC 7519 §2.
fn seconds(host: &Host) -> Result<i64, HostFailed> {
    Ok(whole(host.now()? / 1000.0))
}

#[allow(clippy::cast_possible_truncation)] // a time in seconds is far below the limit of i64
fn whole(value: f64) -> i64 {
    value as i64
}
