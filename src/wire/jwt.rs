//! A look into a JWT (RFC 7519) without trusting it: for a client an access token is opaque (RFC 9068 §6), so what is read here
//! is a hint for the diagnosis and nothing else. The signature is never kept.

use super::{form, json};
use crate::secret::withheld;
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
    if let Some(shape) = withheld::shape(token.trim()) {
        return from_shape(shape);
    }
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

/// What a report shows of a JWT in its place: the claims above, and nothing else of it.
#[must_use]
pub fn shape(token: &str) -> Option<String> {
    if !token.starts_with("ey") {
        return None;
    }
    let claims = read(token)?;
    let one = |name: &str, value: Option<&String>| {
        value.map(|value| format!(";{name}={}", escaped(value)))
    };
    let several = |name: &str, values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| escaped(value)).collect();
        format!(";{name}={}", values.join(","))
    };
    let number = |name: &str, value: Option<f64>| value.map(|value| format!(";{name}={value:.0}"));
    let mut shape = String::from(withheld::JWT.trim_end_matches(';'));
    shape.extend(one("alg", claims.alg.as_ref()));
    shape.extend(one("typ", claims.typ.as_ref()));
    shape.extend(one("iss", claims.iss.as_ref()));
    shape.extend((!claims.aud.is_empty()).then(|| several("aud", &claims.aud)));
    shape.extend(claims.scope.map(|scope| several("scope", &scope)));
    shape.extend(one("client_id", claims.client_id.as_ref()));
    shape.extend(number("iat", claims.iat));
    shape.extend(number("nbf", claims.nbf));
    shape.extend(number("exp", claims.exp));
    if !shape.contains(';') {
        shape.push(';');
    }
    Some(shape)
}

/// The claims that a [`shape`] has.
fn from_shape(shape: &str) -> Option<Claims> {
    let mut claims = Claims::default();
    for (name, value) in shape
        .strip_prefix(withheld::JWT)?
        .split(';')
        .filter_map(|pair| pair.split_once('='))
    {
        let several = || {
            value
                .split(',')
                .filter(|one| !one.is_empty())
                .map(form::decode_value)
                .collect()
        };
        match name {
            "alg" => claims.alg = Some(form::decode_value(value)),
            "typ" => claims.typ = Some(form::decode_value(value)),
            "iss" => claims.iss = Some(form::decode_value(value)),
            "aud" => claims.aud = several(),
            "scope" => claims.scope = Some(several()),
            "client_id" => claims.client_id = Some(form::decode_value(value)),
            "iat" => claims.iat = seconds(value),
            "nbf" => claims.nbf = seconds(value),
            "exp" => claims.exp = seconds(value),
            _ => {}
        }
    }
    Some(claims)
}

/// Whole seconds: reading decimals exactly would bring tables of 10 KB.
fn seconds(text: &str) -> Option<f64> {
    text.parse::<i64>().ok().map(|seconds| seconds as f64)
}

/// Percent-encoded, but for what an address is written with.
fn escaped(text: &str) -> String {
    form::encode_value(text)
        .replace("%3A", ":")
        .replace("%2F", "/")
        .replace('+', "%20")
        .replace('*', "%2A")
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
