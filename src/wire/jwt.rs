//! A look into a JWT (RFC 7519) without trusting it: for a client an access token is opaque (RFC 9068 §6), so what is read here
//! is a hint for the diagnosis and nothing else. The signature is never kept.

use super::json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// Claims that explain why a token is refused; identities of people are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// `iss`.
    pub iss: Option<String>,
    /// `aud`, one or several.
    pub aud: Vec<String>,
    /// `scope` or `scp`, split.
    pub scope: Option<Vec<String>>,
    /// `exp`, seconds since the epoch.
    pub exp: Option<f64>,
    /// `nbf`, seconds since the epoch.
    pub nbf: Option<f64>,
    /// `iat`, seconds since the epoch.
    pub iat: Option<f64>,
    /// `client_id` or `azp`.
    pub client_id: Option<String>,
    /// `typ` of the header.
    pub typ: Option<String>,
    /// `alg` of the header.
    pub alg: Option<String>,
}

/// Whether a token looks like a signed JWT; `None` where it is opaque or encrypted.
#[must_use]
pub fn read(token: &str) -> Option<Claims> {
    let mut parts = token.trim().split('.');
    let (header, payload) = (part(parts.next()?)?, part(parts.next()?)?);
    parts.next()?;
    if parts.next().is_some() {
        return None;
    }
    Some(Claims {
        iss: text(&payload, "iss"),
        aud: texts(&payload, "aud"),
        scope: ["scope", "scp"]
            .iter()
            .find(|name| payload.contains_key(**name))
            .map(|name| {
                texts(&payload, name)
                    .iter()
                    .flat_map(|value| value.split(' '))
                    .filter(|value| !value.is_empty())
                    .map(str::to_owned)
                    .collect()
            }),
        exp: payload.get("exp").and_then(Value::as_f64),
        nbf: payload.get("nbf").and_then(Value::as_f64),
        iat: payload.get("iat").and_then(Value::as_f64),
        client_id: text(&payload, "client_id").or_else(|| text(&payload, "azp")),
        typ: text(&header, "typ"),
        alg: text(&header, "alg"),
    })
}

fn part(text: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    json::read_object(&text).ok().map(|object| object.members)
}

fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    claims.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn texts(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    match claims.get(name) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
