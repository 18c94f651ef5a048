//! A JSON document: what it is by the members that only it has.

use super::collect::{Collector, MCP, REGISTER, TOKEN, part};
use super::{Kind, config, log_event};
use crate::error::Misuse;
use crate::evidence::recognise::resource_metadata_form;
use crate::evidence::{Evidence, har};
use crate::plain;
use crate::reasons;
use crate::wire::address::{Address, same_origin};
use serde_json::{Map, Value};

/// Reads a document; `source` is its text, `at` its address, where it is known.
///
/// # Errors
/// Where it is a HAR or evidence of ours, and broken.
pub fn read(
    collector: &mut Collector,
    value: &Value,
    source: &str,
    at: Option<&str>,
) -> Result<(), Misuse> {
    read_within(collector, value, source, at, "")
}

/// Reads a document with the text around it, which may name the client whose configuration it is.
///
/// # Errors
/// As [`read`].
pub fn read_within(
    collector: &mut Collector,
    value: &Value,
    source: &str,
    at: Option<&str>,
    around: &str,
) -> Result<(), Misuse> {
    let Value::Object(members) = value else {
        if !config::read(collector, source, around) && !list(collector, value) {
            collector.text(source);
        }
        return Ok(());
    };
    let has = |name: &str| members.contains_key(name);
    if members
        .get("log")
        .is_some_and(|log| log.get("entries").is_some())
    {
        return read_har(collector, source);
    }
    if has("exchanges") {
        return read_own(collector, value);
    }
    let is_event = has("level")
        || has("severity")
        || has("jsonrpc")
        || has("issuer")
        || has("authorization_servers");
    if !is_event && config::read(collector, source, around) {
        return Ok(());
    }
    // What a program printed is not JSON yet.
    let body = match source.trim_start().starts_with("{\"") || source.contains('"') {
        true => source.to_owned(),
        false => plain::text(value),
    };
    if has("jsonrpc") {
        message(collector, members, body);
    } else if has("authorization_servers") || (has("resource") && !has("access_token")) {
        resource_metadata(collector, members, body, at);
    } else if has("authorization_endpoint")
        || has("token_endpoint")
        || has("jwks_uri") && has("issuer")
    {
        server_metadata(collector, members, body, at);
    } else if has("redirect_uris") {
        client(collector, members, body, at);
    } else if has("access_token")
        || text(members, "error").is_some() && !has("level") && !has("severity")
    {
        answer(collector, members, body, at);
    } else if !log_event::read(collector, value) {
        collector.text(&body);
    }
    Ok(())
}

/// Reads a HAR.
///
/// # Errors
/// Where it is broken.
pub fn read_har(collector: &mut Collector, source: &str) -> Result<(), Misuse> {
    let capture = har::capture(source)?;
    let piece = collector.note(
        Kind::Har,
        match capture.exchanges.len() {
            1 => "A HAR file with one exchange.".to_owned(),
            count => format!("A HAR file with {count} exchanges."),
        },
    );
    if capture.broken > 0 {
        piece.notes.push(format!(
            "{} of its entries could not be read and are left out.",
            capture.broken
        ));
    }
    if capture.cut {
        piece.notes.push(
            "The file ends in the middle of an entry: it is read as far as it goes.".to_owned(),
        );
    }
    if capture.beyond > 0 {
        piece.notes.push(format!(
            "{} entries beyond the first {} are left out.",
            capture.beyond,
            capture.exchanges.len()
        ));
    }
    let evidence = collector.evidence();
    evidence.exchanges.extend(capture.exchanges);
    evidence.left_out = capture.left_out;
    Ok(())
}

fn read_own(collector: &mut Collector, value: &Value) -> Result<(), Misuse> {
    let own: Evidence = plain::read(value.clone()).map_err(|flaw| {
        Misuse::argument("evidence", "the members of Evidence", flaw.to_string())
    })?;
    let what = if value.get("findings").is_some() {
        "A report of this tool: its exchanges are judged again."
    } else {
        "Evidence of this tool."
    };
    collector.note(Kind::Evidence, what);
    let evidence = collector.evidence();
    let exchanges = std::mem::take(&mut evidence.exchanges);
    let merged = Evidence {
        server: evidence.server.take().or(own.server),
        symptom: evidence.symptom.take().or(own.symptom),
        exchanges: exchanges.into_iter().chain(own.exchanges).collect(),
        ..own
    };
    *evidence = merged;
    Ok(())
}

fn message(collector: &mut Collector, members: &Map<String, Value>, body: String) {
    collector.note(Kind::Message, "A JSON-RPC message of an MCP server.");
    let said = members
        .get("error")
        .and_then(|error| error.get("message"))
        .and_then(Value::as_str);
    if let Some(said) = said {
        collector.text(said);
    }
    collector.body("POST", MCP, 0, body);
}

fn resource_metadata(
    collector: &mut Collector,
    members: &Map<String, Value>,
    body: String,
    at: Option<&str>,
) {
    let piece = collector.note(
        Kind::ResourceMetadata,
        "Protected resource metadata (RFC 9728).",
    );
    for name in ["resource", "authorization_servers", "scopes_supported"] {
        piece.parts.push(member(members, name));
    }
    let resource = text(members, "resource");
    let url = located(at, resource, "oauth-protected-resource", &mut piece.notes);
    // A document alone names its server; where it was asked for, or what else was asked, says that without believing it.
    let of = at
        .and_then(resource_metadata_form)
        .map(|(_, of)| of)
        .filter(|of| {
            // At the root it may be any server of that origin.
            let is_root = Address::parse(of).is_ok_and(|one| one.path.len() < 2);
            !is_root || resource.is_none_or(|resource| !same_origin(of, resource))
        });
    let named = of.or_else(|| resource.map(str::to_owned));
    if let Some(named) = named.filter(|_| collector.evidence().exchanges.is_empty()) {
        collector.perhaps_server(&named);
    }
    collector.body("GET", &url, 200, body);
}

fn server_metadata(
    collector: &mut Collector,
    members: &Map<String, Value>,
    body: String,
    at: Option<&str>,
) {
    let piece = collector.note(
        Kind::ServerMetadata,
        "Authorization server metadata (RFC 8414).",
    );
    for name in [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "registration_endpoint",
        "client_id_metadata_document_supported",
        "code_challenge_methods_supported",
    ] {
        piece.parts.push(member(members, name));
    }
    let named = text(members, "issuer").or_else(|| text(members, "authorization_endpoint"));
    let url = located(at, named, "oauth-authorization-server", &mut piece.notes);
    collector.body("GET", &url, 200, body);
}

fn client(collector: &mut Collector, members: &Map<String, Value>, body: String, at: Option<&str>) {
    let id = text(members, "client_id");
    let document = id.is_some_and(|id| id.starts_with("https://"));
    let what = match (document, id) {
        (true, _) => "A client ID metadata document.",
        (false, Some(_)) => "The answer to a client registration (RFC 7591).",
        (false, None) => "A client's metadata as it registers them (RFC 7591).",
    };
    let piece = collector.note(Kind::Client, what);
    for name in [
        "redirect_uris",
        "token_endpoint_auth_method",
        "application_type",
    ] {
        piece.parts.push(member(members, name));
    }
    match (document, id) {
        (true, Some(id)) => collector.body("GET", at.unwrap_or(id), 200, body),
        (_, Some(_)) => collector.body("POST", at.unwrap_or(REGISTER), 201, body),
        (_, None) => {
            collector.request("POST", at.unwrap_or(REGISTER));
            if let Some(last) = collector.evidence().exchanges.last_mut() {
                last.request.body = Some(body);
            }
        }
    }
}

/// Errors that only a registration endpoint gives (RFC 7591 §3.2.2).
const REGISTRATION_ERRORS: [&str; 4] = [
    "invalid_redirect_uri",
    "invalid_client_metadata",
    "invalid_software_statement",
    "unapproved_software_statement",
];

/// Errors of a token endpoint (RFC 6749 §5.2, RFC 8628 §3.5, RFC 8707 §2); some of them other endpoints give too.
const TOKEN_ERRORS: [&str; 13] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_target",
    "authorization_pending",
    "slow_down",
    "expired_token",
    "access_denied",
    "invalid_request",
    "unsupported_response_type",
    "use_dpop_nonce",
];

/// Whether a registration endpoint refuses: by its code, or because its words tell of a registration where the code fits any endpoint.
fn is_of_registration(error: &str, description: Option<&str>) -> bool {
    let first = || {
        let begins: String = description?.chars().take(400).collect();
        let claims = reasons::claims(&begins, None, "");
        claims.first().map(|one| one.rule)
    };
    let any_endpoint = matches!(
        error,
        "invalid_request" | "access_denied" | "server_error" | "unauthorized_client"
    );
    REGISTRATION_ERRORS.contains(&error)
        || any_endpoint && first().is_some_and(|rule| rule.starts_with("registration/"))
}

/// Where an error answer belongs that doesn't say what was asked: by its error, unless a challenge tells that a resource gave it.
pub fn place_of_error(body: Option<&Value>, challenge: Option<&str>) -> &'static str {
    let member = |name: &str| body.and_then(|body| body.get(name)).and_then(Value::as_str);
    let error = member("error");
    let challenged = challenge.is_some_and(|challenge| {
        challenge
            .trim_start()
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("bearer"))
    });
    match error {
        Some(error) if is_of_registration(error, member("error_description")) => REGISTER,
        Some(error) if TOKEN_ERRORS.contains(&error) && !challenged => TOKEN,
        _ => MCP,
    }
}

/// A list of documents: HAR entries, events of a log; whether it was one.
fn list(collector: &mut Collector, value: &Value) -> bool {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    let events = items.iter().filter(|one| one.is_object()).count();
    events > 0 && events == items.len() && {
        let mut any = false;
        for one in items {
            any |= log_event::read(collector, one);
        }
        any
    }
}

fn answer(collector: &mut Collector, members: &Map<String, Value>, body: String, at: Option<&str>) {
    let error = text(members, "error");
    let description = text(members, "error_description");
    let registers = error.is_some_and(|error| is_of_registration(error, description));
    let what = match (error, registers) {
        (None, _) => "A token endpoint's answer.",
        (Some(_), true) => "A registration endpoint's refusal (RFC 7591 §3.2.2).",
        (Some(_), false) => "An OAuth error answer.",
    };
    let piece = collector.note(Kind::TokenAnswer, what);
    for name in [
        "error",
        "error_description",
        "token_type",
        "expires_in",
        "scope",
    ] {
        if members.contains_key(name) {
            piece.parts.push(member(members, name));
        }
    }
    if error.is_none() {
        let refresh = members.contains_key("refresh_token");
        piece.parts.push(part(
            "refresh_token",
            None,
            if refresh {
                "There is one."
            } else {
                "There is none: you have to sign in again when the token expires."
            },
        ));
    }
    // These two are said of a token, by the server that it was sent to (RFC 6750 §3.1).
    if at.is_none() && matches!(error, Some("insufficient_scope" | "invalid_token")) {
        collector.text(&body);
        return;
    }
    let url = at.unwrap_or(if registers { REGISTER } else { TOKEN });
    collector.body("POST", url, if error.is_some() { 0 } else { 200 }, body);
}

/// The address of a document: given, else the one that its own identifier implies.
fn located(
    at: Option<&str>,
    identifier: Option<&str>,
    name: &str,
    notes: &mut Vec<String>,
) -> String {
    if let Some(at) = at {
        return at.to_owned();
    }
    notes.push("Where it was found isn't known; it is judged as if it stood where its own identifier belongs.".to_owned());
    let address = identifier.and_then(|text| Address::parse(text).ok());
    match address {
        Some(address) => format!(
            "{}/.well-known/{name}{}",
            address.origin(),
            address.path.trim_end_matches('/')
        ),
        None => format!("https://unknown.invalid/.well-known/{name}"),
    }
}

fn member(members: &Map<String, Value>, name: &str) -> super::Part {
    let value = members.get(name).map(|value| match value {
        Value::String(text) => text.clone(),
        other => plain::text(other),
    });
    part(
        name,
        value.as_deref(),
        if value.is_some() { "" } else { "missing" },
    )
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name).and_then(Value::as_str)
}
