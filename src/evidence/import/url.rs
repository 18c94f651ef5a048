//! A URL on its own: callback, authorization URL with each parameter explained, or just an address.

use super::Kind;
use super::collect::{Collector, part};
use crate::evidence::recognise::{resource_metadata_form, server_metadata_form};
use crate::http::Request;
use crate::wire::address::Address;
use crate::wire::form;

/// Whether a URL carries parameters of an authorization request or of its answer.
pub fn is_of_sign_in(text: &str) -> bool {
    const NAMES: [&str; 4] = ["code", "error", "client_id", "response_type"];
    let query = text.split_once(['?', '#']).map_or("", |(_, query)| query);
    let pairs = form::decode(query);
    pairs.iter().any(|(name, _)| NAMES.contains(&name.as_str()))
}

/// Reads a URL; whether it was one.
pub fn read(collector: &mut Collector, text: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '<', '>', '`', ',']);
    if text.contains(char::is_whitespace) || !text.contains("://") {
        return false;
    }
    let Ok(address) = Address::parse(text) else {
        return false;
    };
    let pairs = form::decode(address.query.or(address.fragment).unwrap_or_default());
    let has = |name: &str| pairs.iter().any(|(found, _)| found == name);
    let well_known = resource_metadata_form(text).is_some() || server_metadata_form(text).is_some();
    if !well_known && (has("code") || has("error")) && !has("client_id") {
        callback(collector, text, &pairs);
    } else if !well_known && (has("client_id") || has("response_type") || has("code_challenge")) {
        authorization(collector, text, &pairs);
    } else {
        let http = address.has_scheme("http") || address.has_scheme("https");
        collector.note(Kind::Address, format!("An address: {text}"));
        collector.unanswered(Request {
            method: "GET".to_owned(),
            url: text.to_owned(),
            ..Request::default()
        });
        if http && !well_known {
            collector.perhaps_server(text);
        }
    }
    true
}

fn callback(collector: &mut Collector, text: &str, pairs: &[(String, String)]) {
    let piece = collector.note(
        Kind::Callback,
        "A callback URL: the authorization server's answer.",
    );
    for (name, value) in pairs {
        let meaning = match name.as_str() {
            "code" => "The code; it works once, and only with the verifier of the same sign-in.",
            "state" => "Binds the answer to the request (RFC 6749 §10.12).",
            "iss" => "The authorization server that answers (RFC 9207).",
            "error" => "Why it refused (RFC 6749 §4.1.2.1).",
            "error_description" => "The server's own words.",
            _ => "",
        };
        piece.parts.push(part(name, Some(value), meaning));
    }
    if !pairs.iter().any(|(name, _)| name == "state") {
        piece
            .notes
            .push("There is no state: a client must not take this answer.".to_owned());
    }
    collector.request("GET", text);
}

/// What each parameter is for, and what is missed without it; in the order of the flow.
const PARAMETERS: &[(&str, &str, &str)] = &[
    (
        "response_type",
        "What the server answers with; MCP clients ask for code.",
        "Required (RFC 6749 §4.1.1).",
    ),
    (
        "client_id",
        "Who asks.",
        "Required: without it the server can't know who asks (RFC 6749 §4.1.1).",
    ),
    (
        "redirect_uri",
        "Where the answer goes; must be registered.",
        "Without it the server takes the one registered URI or refuses.",
    ),
    ("scope", "What is asked for.", ""),
    (
        "state",
        "Binds the answer to this request.",
        "Without it an answer can be slipped in (RFC 6749 §10.12).",
    ),
    (
        "code_challenge",
        "PKCE: binds the code to the verifier (RFC 7636).",
        "PKCE is missing: MCP requires it (RFC 7636).",
    ),
    (
        "code_challenge_method",
        "How the challenge was made; S256.",
        "Without it the method is plain (RFC 7636 §4.3).",
    ),
    (
        "resource",
        "The server that the token is for (RFC 8707).",
        "MCP requires it since 2025-06-18; without it the token may be for another audience.",
    ),
    ("audience", "The provider's own form of resource.", ""),
    ("access_type", "offline: Google gives a refresh token.", ""),
    ("prompt", "Whether the person is asked again.", ""),
    ("response_mode", "How the answer comes back.", ""),
    ("nonce", "Binds an ID token to this request.", ""),
    (
        "request_uri",
        "The parameters were pushed before (RFC 9126).",
        "",
    ),
    ("login_hint", "Who probably signs in.", ""),
];

fn authorization(collector: &mut Collector, text: &str, pairs: &[(String, String)]) {
    let piece = collector.note(
        Kind::AuthorizationUrl,
        "An authorization URL: what the browser is sent to.",
    );
    for (name, value) in pairs {
        let known = PARAMETERS.iter().find(|(known, ..)| known == name);
        let meaning = known.map_or(
            "Not one of the flow's own parameters.",
            |(_, meaning, _)| meaning,
        );
        piece.parts.push(part(name, Some(value), meaning));
    }
    let has = |name: &str| pairs.iter().any(|(found, _)| found == name);
    if let [(only, _)] = pairs
        && (only == "response_type" || only == "client_id")
    {
        piece.notes.push("It is cut at the first &: a shell takes & for its own. Put the URL into quotes (in cmd.exe: start \"\" \"…\").".to_owned());
    } else if !has("request_uri") {
        for (name, _, missed) in PARAMETERS {
            let needed = *name != "code_challenge_method" || has("code_challenge");
            if !missed.is_empty() && needed && !has(name) {
                piece.parts.push(part(name, None, *missed));
            }
        }
    }
    collector.request("GET", text);
}
