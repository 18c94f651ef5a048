//! Which texts of the evidence are secrets.

use super::repeated::Repeated;
use super::{REDACTED, hide_credentials, hides_value, is_secret_header, userinfo};
use crate::evidence::Evidence;
use crate::http::Headers;
use crate::wire::form;
use crate::wire::json;
use serde_json::Value;
use std::fmt;

/// Members and parameters whose values are secret, wherever they stand.
const SECRET_NAMES: [&str; 22] = [
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "subject_token",
    "actor_token",
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "assertion",
    "state",
    "nonce",
    "password",
    "device_code",
    "user_code",
    "registration_access_token",
    "software_statement",
    "api_key",
    "apikey",
    "key",
    "secret",
];

/// Of these names a word in lower case may be something else than a secret: `"code": "invalid_type"`.
const AMBIGUOUS_NAMES: [&str; 6] = ["token", "code", "state", "nonce", "key", "secret"];

/// Shorter values are words, not secrets: `code` = `400`, `state` = `...`.
const SHORTEST: usize = 8;

/// The secrets that the evidence contains, to be found wherever they are repeated.
#[derive(Default)]
pub struct Secrets(Repeated);

/// How many; none of them.
impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} secrets", self.count())
    }
}

impl Secrets {
    /// Collects them from headers, URLs and bodies.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Self {
        let mut found = Found::default();
        if let Some(server) = &evidence.server {
            found.take_url(server);
        }
        for exchange in &evidence.exchanges {
            found.take_headers(&exchange.request.headers, hides_value);
            if let Some(response) = &exchange.response {
                found.take_headers(&response.headers, is_secret_header);
            }
            found.take_url(&exchange.request.url);
            found.take_body(exchange.request.body.as_deref());
            found.take_body(exchange.body());
        }
        Self(Repeated::of(found.0))
    }

    /// How many different ones.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// The text without any of them, and without what looks like a credential by itself.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        hide_credentials(&self.0.hide(text))
    }

    /// Hides them in every text of a JSON value.
    pub fn hide_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.hide(text),
            Value::Array(list) => list.iter_mut().for_each(|one| self.hide_in(one)),
            Value::Object(members) => members.values_mut().for_each(|one| self.hide_in(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// What was found so far, one after the other.
#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    fn take_headers(&mut self, headers: &Headers, hides: fn(&str) -> bool) {
        for (name, value) in headers.iter() {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "authorization" | "proxy-authorization" => {
                    self.add(
                        value
                            .split_once(' ')
                            .map_or(value, |(_, secret)| secret.trim()),
                    );
                }
                "cookie" | "set-cookie" => {
                    let pairs = value.split(';').filter_map(|pair| pair.split_once('='));
                    pairs
                        .filter(|(name, _)| !is_cookie_attribute(name.trim()))
                        .for_each(|(_, secret)| self.add(secret.trim()));
                }
                "location" => self.take_url(value),
                name if hides(name) => self.add(value),
                _ => {}
            }
        }
    }

    fn take_url(&mut self, url: &str) {
        if let Some((_, password)) = userinfo(url).and_then(|both| both.split_once(':')) {
            self.add(password);
        }
        for part in url.split(['?', '#']).skip(1) {
            self.take_pairs(&form::decode(part));
        }
    }

    fn take_pairs(&mut self, pairs: &[(String, String)]) {
        for (name, value) in pairs {
            if is_secret(name) {
                self.add_named(name, value);
                self.add_named(name, &form::encode_value(value));
            }
        }
    }

    fn take_body(&mut self, body: Option<&str>) {
        let Some(body) = body else {
            return;
        };
        match json::read_value(body) {
            Ok((value, _)) => self.take_value(&value),
            Err(_) => {
                self.take_pairs(&form::decode(body));
                self.take_members(body);
            }
        }
    }

    /// A JSON text that was cut or is broken still has names and values.
    fn take_members(&mut self, text: &str) {
        let (mut name, mut gap) = ("", "");
        for piece in text.split('"') {
            if gap.trim() == ":" && is_secret(name) {
                self.add_named(name, piece);
            }
            (name, gap) = (gap, piece);
        }
    }

    fn take_value(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::String(secret) if is_secret(name) => self.add_named(name, secret),
                        other => self.take_value(other),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|one| self.take_value(one)),
            _ => {}
        }
    }

    fn add_named(&mut self, name: &str, secret: &str) {
        if !may_be_word(name, secret) {
            self.add(secret);
        }
    }

    fn add(&mut self, secret: &str) {
        if secret.len() >= SHORTEST && secret != REDACTED {
            self.0.push(secret.to_owned());
        }
    }
}

/// `authorization_code`, `invalid_grant`, `redacted`: a word in lower case is no secret.
fn is_word(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b' ' | b'.'))
        && text.len() < 24
}

/// Whether a value of an ambiguous name is a word.
pub fn may_be_word(name: &str, text: &str) -> bool {
    AMBIGUOUS_NAMES
        .iter()
        .any(|ambiguous| name.eq_ignore_ascii_case(ambiguous))
        && is_word(text)
}

/// Whether what has this name is secret.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    SECRET_NAMES
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

fn is_cookie_attribute(name: &str) -> bool {
    ["path", "domain", "expires", "max-age", "samesite"]
        .iter()
        .any(|attribute| name.eq_ignore_ascii_case(attribute))
}
