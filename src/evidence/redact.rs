//! Takes secrets out of evidence and text: tokens, codes, verifiers, client secrets, `state`, cookies.

mod repeated;
mod secrets;
#[cfg(test)]
mod tests;

pub use secrets::{Secrets, is_secret};

use super::Evidence;
use crate::http::{Exchange, Headers};
use crate::secret::PREFIXES;
use crate::wire::json;
use secrets::may_be_word;
use serde_json::Value;

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

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

/// Headers of a request whose values are shown. Any other may carry a credential: every service has a name of its own for that.
const SHOWN_HEADERS: [&str; 22] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "last-event-id",
    "origin",
    "pragma",
    "priority",
    "range",
    "te",
    "traceparent",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "x-requested-with",
];

/// Beginnings of the names of others: what a browser and MCP add, and HTTP/2's own in a HAR.
const SHOWN_BEGINNINGS: [&str; 5] = ["access-control-", "mcp-", "sec-", "if-", ":"];

/// Whether the value of a request's header is hidden; `name` in lower case.
#[must_use]
pub fn hides_value(name: &str) -> bool {
    let shown = SHOWN_HEADERS.contains(&name)
        || SHOWN_BEGINNINGS.iter().any(|start| name.starts_with(start));
    SECRET_HEADERS.contains(&name) || !shown
}

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

fn hide_exchange(exchange: &mut Exchange, secrets: &Secrets) {
    let request = &mut exchange.request;
    request.url = secrets.hide(&hide_parameters(&request.url));
    request.headers = hide_headers(&request.headers, secrets, hides_value);
    request.body = request
        .body
        .take()
        .map(|body| secrets.hide(&hide_body(&body)));
    if let Some(response) = &mut exchange.response {
        response.headers = hide_headers(&response.headers, secrets, is_secret_header);
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

fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.contains(&name)
}

fn hide_headers(headers: &Headers, secrets: &Secrets, hides: fn(&str) -> bool) -> Headers {
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
                name if hides(name) => REDACTED.to_owned(),
                _ => secrets.hide(value),
            };
            (name.to_owned(), shown)
        })
        .collect()
}

/// A URL with its user information and the values of its secret parameters hidden; nothing else changes.
#[must_use]
pub fn hide_parameters(url: &str) -> String {
    let (before, after) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let mut out = match userinfo(before) {
        Some(secret) => before.replacen(secret, REDACTED, 1),
        None => before.to_owned(),
    };
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

/// What stands before `@` in the authority of a URL: a credential (RFC 3986 §3.2.1).
fn userinfo(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (userinfo, _) = authority.rsplit_once('@')?;
    (!userinfo.is_empty()).then_some(userinfo)
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

/// What a credential is written with (RFC 6750 §2.1), encoded or not.
fn is_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~+/=%".contains(character)
}

/// Words with the prefix of a well-known credential, and what follows `Bearer` or `Basic`.
fn hide_credentials(text: &str) -> String {
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
