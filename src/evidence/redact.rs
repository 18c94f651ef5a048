//! Takes secrets out of evidence and text: tokens, codes, verifiers, client secrets, `state`, cookies.

use super::Evidence;
use crate::http::{Exchange, Headers};
use crate::secret::PREFIXES;
use crate::wire::form;
use crate::wire::json;
use serde_json::Value;

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

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

/// Headers whose values are secret; of `Authorization` the scheme stays.
const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "dpop",
    "mcp-session-id",
];

/// Shorter values are words, not secrets: `code` = `400`, `state` = `...`.
const SHORTEST: usize = 8;

/// The evidence without its secrets.
#[must_use]
pub fn evidence(evidence: &Evidence) -> Evidence {
    let secrets = Secrets::of(evidence);
    let mut clean = evidence.clone();
    clean.symptom = clean.symptom.map(|text| secrets.hide(&text));
    clean.server = clean.server.map(|url| secrets.hide(&hide_parameters(&url)));
    for exchange in &mut clean.exchanges {
        hide_exchange(exchange, &secrets);
    }
    clean
}

/// The secrets that the evidence contains, to be found wherever they are repeated.
#[derive(Debug, Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Collects them from headers, URLs and bodies.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Self {
        let mut found = Self::default();
        for exchange in &evidence.exchanges {
            let response = exchange.response.as_ref();
            for headers in [
                Some(&exchange.request.headers),
                response.map(|one| &one.headers),
            ] {
                headers
                    .into_iter()
                    .for_each(|headers| found.take_headers(headers));
            }
            found.take_url(&exchange.request.url);
            found.take_body(exchange.request.body.as_deref());
            found.take_body(exchange.body());
        }
        // The longest first, so that a secret that contains another one goes as a whole.
        found
            .0
            .sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        found.0.dedup();
        found
    }

    /// How many different ones.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The text without any of them, and without what looks like a credential by itself.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        let known = self.0.iter().fold(text.to_owned(), |text, secret| {
            if text.contains(secret.as_str()) {
                text.replace(secret.as_str(), REDACTED)
            } else {
                text
            }
        });
        hide_credentials(&known)
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

    fn take_headers(&mut self, headers: &Headers) {
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
                _ if SECRET_HEADERS.contains(&name.as_str()) => self.add(value),
                _ => {}
            }
        }
    }

    fn take_url(&mut self, url: &str) {
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

fn may_be_word(name: &str, text: &str) -> bool {
    AMBIGUOUS_NAMES
        .iter()
        .any(|ambiguous| name.eq_ignore_ascii_case(ambiguous))
        && is_word(text)
}

fn is_secret(name: &str) -> bool {
    SECRET_NAMES
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

fn is_cookie_attribute(name: &str) -> bool {
    ["path", "domain", "expires", "max-age", "samesite"]
        .iter()
        .any(|attribute| name.eq_ignore_ascii_case(attribute))
}

fn hide_exchange(exchange: &mut Exchange, secrets: &Secrets) {
    let request = &mut exchange.request;
    request.url = secrets.hide(&hide_parameters(&request.url));
    request.headers = hide_headers(&request.headers, secrets);
    request.body = request
        .body
        .take()
        .map(|body| secrets.hide(&hide_body(&body)));
    if let Some(response) = &mut exchange.response {
        response.headers = hide_headers(&response.headers, secrets);
        response.body = response
            .body
            .take()
            .map(|body| secrets.hide(&hide_body(&body)));
        response.final_url = response
            .final_url
            .take()
            .map(|url| secrets.hide(&hide_parameters(&url)));
    }
    if let Some(failure) = &mut exchange.failure {
        failure.message = secrets.hide(&failure.message);
    }
}

fn hide_headers(headers: &Headers, secrets: &Secrets) -> Headers {
    headers
        .iter()
        .map(|(name, value)| {
            let lower = name.to_ascii_lowercase();
            let shown = match lower.as_str() {
                "authorization" | "proxy-authorization" => {
                    let scheme = value.split(' ').next().unwrap_or_default();
                    format!("{scheme} {REDACTED}")
                }
                "location" | "referer" => secrets.hide(&hide_parameters(value)),
                _ if SECRET_HEADERS.contains(&lower.as_str()) => REDACTED.to_owned(),
                _ => secrets.hide(value),
            };
            (name.to_owned(), shown)
        })
        .collect()
}

/// A URL with the values of its secret parameters hidden; nothing else changes.
#[must_use]
pub fn hide_parameters(url: &str) -> String {
    let Some(at) = url.find(['?', '#']) else {
        return url.to_owned();
    };
    let (before, after) = url.split_at(at);
    let mut out = before.to_owned();
    for piece in after.split_inclusive(['?', '#', '&']) {
        let (pair, separator) = match piece.strip_suffix(['?', '#', '&']) {
            Some(pair) => (pair, piece.get(pair.len()..).unwrap_or_default()),
            None => (piece, ""),
        };
        match pair.split_once('=') {
            Some((name, value)) if is_secret(name) && !value.is_empty() => {
                out.push_str(name);
                out.push('=');
                out.push_str(REDACTED);
            }
            _ => out.push_str(pair),
        }
        out.push_str(separator);
    }
    out
}

fn hide_body(body: &str) -> String {
    let trimmed = body.trim_start();
    if let Ok((mut value, _)) = json::read_value(body) {
        return if hide_members(&mut value) {
            value.to_string()
        } else {
            body.to_owned()
        };
    }
    if !trimmed.starts_with(['<', '{', '[']) && trimmed.contains('=') && !trimmed.contains('\n') {
        let hidden = hide_parameters(&format!("?{trimmed}"));
        return hidden.trim_start_matches('?').to_owned();
    }
    body.to_owned()
}

fn hide_members(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            let mut changed = false;
            for (name, member) in members.iter_mut() {
                match member {
                    Value::String(secret) if is_secret(name) && !may_be_word(name, secret) => {
                        REDACTED.clone_into(secret);
                        changed = true;
                    }
                    other => changed |= hide_members(other),
                }
            }
            changed
        }
        Value::Array(list) => list
            .iter_mut()
            .fold(false, |changed, one| hide_members(one) | changed),
        _ => false,
    }
}

/// Words with the prefix of a well-known credential, and what follows `Bearer` or `Basic`.
fn hide_credentials(text: &str) -> String {
    let is_part =
        |character: char| character.is_ascii_alphanumeric() || "-._~+/=%".contains(character);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_scheme = false;
    while let Some(start) = rest.find(is_part) {
        let (gap, from) = rest.split_at(start);
        let end = from
            .find(|character| !is_part(character))
            .unwrap_or(from.len());
        let (word, tail) = from.split_at(end);
        out.push_str(gap);
        let by_prefix = word.len() >= 12
            && PREFIXES
                .iter()
                .any(|(prefix, _)| word.starts_with(prefix) && word.len() > prefix.len() + 6);
        let by_scheme =
            after_scheme && word.len() >= 16 && word.bytes().any(|byte| byte.is_ascii_digit());
        out.push_str(if by_prefix || by_scheme {
            REDACTED
        } else {
            word
        });
        after_scheme = word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic");
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Secrets, evidence, hide_parameters};
    use crate::evidence::transcript;

    #[test]
    fn a_secret_is_hidden_wherever_it_is_repeated() {
        let seen = transcript::read(
            "symptom: failed with Canary-1234567
             > POST https://h/token?state=Canary-7654321
             > Authorization: Basic Canary-basic-1
             > grant_type=authorization_code&code=Canary-1234567&client_id=c
             < 200
             < Set-Cookie: sid=Canary-cookie-1; Path=/
             < {\"access_token\":\"Canary-access-1\",\"token_type\":\"Bearer\"}",
        )
        .unwrap();
        let clean = serde_json::to_string(&evidence(&seen)).unwrap();
        assert!(!clean.contains("Canary"), "{clean}");
        assert!(clean.contains("authorization_code") && clean.contains("Bearer"));
    }

    #[test]
    fn a_secret_is_hidden_in_a_body_that_was_cut() {
        let mut seen = transcript::read(
            "
            > POST https://as.example.com/token
            < 200
            < {}
        ",
        )
        .unwrap();
        let answer = seen.exchanges[0].response.as_mut().unwrap();
        answer.body = Some(r#"{"access_token": "canary-4711", "padding": "xxx"#.to_owned());
        answer.body_partial = true;
        let clean = serde_json::to_string(&evidence(&seen)).unwrap();
        assert!(!clean.contains("canary"), "{clean}");
        assert!(clean.contains("padding"));
    }

    #[test]
    fn a_well_known_credential_is_hidden_in_any_text() {
        let hidden = Secrets::default()
            .hide("token gho_16C7e42F292c6912E7 and Bearer abcdef1234567890x refused");
        assert_eq!(hidden, "token [redacted] and Bearer [redacted] refused");
    }

    #[test]
    fn only_secret_parameters_change() {
        assert_eq!(
            hide_parameters("https://h/cb?code=abc&iss=https%3A%2F%2Fa#state=x"),
            "https://h/cb?code=[redacted]&iss=https%3A%2F%2Fa#state=[redacted]"
        );
    }
}
