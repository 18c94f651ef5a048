//! Whether an authorization server can use a document, as its address answered.

use super::{Flaw, is_private};
use crate::flow::authorize::redirect_uri::{self, ApplicationType, Caution, Flaw as UriFlaw};
use crate::flow::client::metadata_document;
use crate::http::{Exchange, Response};
use crate::rules::registration::document::LARGEST;
use crate::wire::address::Address;
use crate::wire::client::{self, ClientInformation};
use crate::wire::json::{self, DeviationKind};
use serde_json::{Map, Value};

/// What is said of a scheme of an app's own.
pub const CUSTOM_SCHEME: &str = "its scheme is an app's own; MCP asks for localhost or https.";

/// Checks a document as its address answered; redirects must not have been followed.
#[must_use]
pub fn check(url: &str, answer: &Exchange) -> Vec<Flaw> {
    let mut flaws = Flaws(Vec::new());
    if let Some((member, what)) = no_document(url, answer) {
        flaws.fatal(member, what);
        return flaws.0;
    }
    let Some(response) = &answer.response else {
        return flaws.0;
    };
    if let Err(wrong) = metadata_document::require(url) {
        flaws.fatal("client_id", format!("{url}: expected {}.", wrong.expected));
    }
    if is_private(url) {
        flaws.minor(
            "client_id",
            "Only an authorization server in the same network can read it.",
        );
    }
    content_type(response, &mut flaws);
    caching(response, &mut flaws);
    let body = response.body.as_deref().unwrap_or_default();
    if body.len() > LARGEST {
        let cut = if response.body_partial {
            "More than "
        } else {
            ""
        };
        let bytes = body.len();
        flaws.minor(
            "",
            format!("{cut}{bytes} bytes; more than {LARGEST} need not be read (CIMD-00 §6.6)."),
        );
    }
    if response.body_partial {
        return flaws.0;
    }
    if let (Ok(document), Ok(object)) = (client::read(body), json::read_object(body)) {
        members(url, &document, &object.members, &mut flaws);
    }
    flaws.0
}

/// How a redirect URI is unusable, after “which”.
#[must_use]
pub fn described(flaw: UriFlaw) -> &'static str {
    match flaw {
        UriFlaw::NotAUri => "is not an absolute URI",
        UriFlaw::Fragment => "has a fragment",
        UriFlaw::InsecureHttp => "is http to another machine",
        UriFlaw::DangerousScheme => "has a scheme that runs or opens something",
        UriFlaw::Userinfo => "has a user name",
    }
}

struct Flaws(Vec<Flaw>);

impl Flaws {
    fn fatal(&mut self, member: &str, what: impl Into<String>) {
        self.add(member, what.into(), true);
    }

    fn minor(&mut self, member: &str, what: impl Into<String>) {
        self.add(member, what.into(), false);
    }

    fn add(&mut self, member: &str, what: String, fatal: bool) {
        let member = member.to_owned();
        self.0.push(Flaw {
            member,
            what,
            fatal,
        });
    }
}

/// What came instead of a document: then nothing else can be said of it.
fn no_document(url: &str, answer: &Exchange) -> Option<(&'static str, String)> {
    let Some(response) = &answer.response else {
        let failure = answer.failure.as_ref();
        let why = failure.map(|failure| format!(": {}", failure.message));
        let what = format!("The address doesn't answer{}.", why.unwrap_or_default());
        return Some(("", what));
    };
    let followed = response
        .final_url
        .as_deref()
        .is_some_and(|last| last != url);
    if response.is_redirect() || followed {
        let what = "It redirects; authorization servers must not follow.";
        return Some(("Location", what.to_owned()));
    }
    let media_type = response.media_type();
    let is_page = media_type
        .as_deref()
        .is_some_and(|one| one.contains("html"));
    let what = if is_page { ", with a web page" } else { "" };
    if response.status != 200 {
        let status = response.status;
        return Some(("status", format!("{status} instead of 200{what}.")));
    }
    let body = response.body.as_deref().unwrap_or_default();
    let is_json = response.body_partial || json::read_object(body).is_ok();
    match media_type {
        _ if is_json => None,
        Some(other) if is_page => Some((
            "Content-Type",
            format!("It is a web page (“{other}”), not a document in JSON."),
        )),
        _ => Some(("", "It is not a JSON object.".to_owned())),
    }
}

fn content_type(response: &Response, flaws: &mut Flaws) {
    match response.media_type().as_deref() {
        Some("application/json") => {}
        Some(other) if other.starts_with("application/") && other.ends_with("+json") => {}
        Some(other) => flaws.fatal(
            "Content-Type",
            format!("“{other}” instead of application/json."),
        ),
        None => flaws.fatal("Content-Type", "There is none; application/json is needed."),
    }
}

/// An authorization server keeps a document for as long as HTTP allows (RFC 9111 §5.2.2); one that must not be kept is asked for at every
/// sign-in, and every sign-in fails while its address does.
fn caching(response: &Response, flaws: &mut Flaws) {
    let Some(value) = response.headers.get("cache-control") else {
        return;
    };
    let directives: Vec<String> = value
        .split(',')
        .map(|one| one.trim().to_ascii_lowercase())
        .collect();
    let has = |wanted: &str| directives.iter().any(|one| one == wanted);
    if has("no-store") || has("max-age=0") {
        flaws.minor("Cache-Control", format!("“{value}”: authorization servers ask for it at every sign-in. max-age=3600 is enough to change it within an hour."));
    }
}

fn members(url: &str, document: &ClientInformation, raw: &Map<String, Value>, flaws: &mut Flaws) {
    for odd in &document.deviations {
        if let DeviationKind::WrongType { expected, received } = &odd.kind {
            flaws.fatal(
                &odd.member,
                format!("It is {received} instead of {expected}."),
            );
        }
    }
    match document.client_id.as_deref() {
        Some(id) if id == url => {}
        Some(id) => flaws.fatal(
            "client_id",
            format!("{id} is not the address {url}, compared byte for byte."),
        ),
        None => flaws.fatal("client_id", "It is missing."),
    }
    if document
        .client_name
        .as_deref()
        .is_none_or(|name| name.trim().is_empty())
    {
        flaws.fatal("client_name", "It is missing.");
    }
    redirect_uris(document, flaws);
    grants(document, flaws);
    authentication(document, raw, flaws);
    for name in ["client_secret", "client_secret_expires_at"] {
        if raw.contains_key(name) {
            flaws.fatal(name, "It must not be there (CIMD-00 §4.1).");
        }
    }
}

fn redirect_uris(document: &ClientInformation, flaws: &mut Flaws) {
    let uris = document.redirect_uris.as_deref().unwrap_or_default();
    if uris.is_empty() {
        flaws.fatal("redirect_uris", "There is none.");
    }
    let mut native = false;
    for uri in uris {
        match redirect_uri::judge(uri) {
            Err(flaw) => flaws.fatal("redirect_uris", format!("{uri} {}.", described(flaw))),
            Ok(judged) => {
                native |= judged.application_type == ApplicationType::Native;
                if judged.caution == Some(Caution::CustomScheme) {
                    flaws.minor("redirect_uris", format!("{uri}: {CUSTOM_SCHEME}"));
                }
            }
        }
    }
    // The default is web (OpenID Connect Registration §2).
    if native && document.application_type.as_deref() != Some("native") {
        flaws.minor(
            "application_type",
            "Redirect URIs of this machine want native; without it, it is web.",
        );
    }
}

fn grants(document: &ClientInformation, flaws: &mut Flaws) {
    let lacks = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref()
            .is_some_and(|list| !list.iter().any(|one| one == wanted))
    };
    if lacks(&document.grant_types, "authorization_code") {
        flaws.fatal("grant_types", "authorization_code is not among them.");
    }
    // The default is authorization_code alone (RFC 7591 §2).
    if document.grant_types.is_none() || lacks(&document.grant_types, "refresh_token") {
        flaws.minor(
            "grant_types",
            "Without refresh_token people sign in again whenever a token expires.",
        );
    }
    if lacks(&document.response_types, "code") {
        flaws.fatal("response_types", "code is not among them.");
    }
}

fn authentication(document: &ClientInformation, raw: &Map<String, Value>, flaws: &mut Flaws) {
    methods(document, raw, flaws);
    let has_keys = raw.contains_key("jwks") || raw.contains_key("jwks_uri");
    match document.token_endpoint_auth_method.as_deref() {
        Some("none") => {}
        Some("private_key_jwt") if has_keys => {}
        Some("private_key_jwt") => flaws.fatal("jwks_uri", "private_key_jwt needs jwks or jwks_uri."),
        Some(other) if other.starts_with("client_secret_") => flaws.fatal(
            "token_endpoint_auth_method",
            format!("{other}: a public document can't have a shared secret (CIMD-00 §4.1)."),
        ),
        Some(other) => flaws.minor("token_endpoint_auth_method", format!("{other}: few authorization servers know it; none and private_key_jwt are the usual ones.")),
        None if raw.contains_key("token_endpoint_auth_method") => {}
        None => flaws.fatal(
            "token_endpoint_auth_method",
            "It is missing, which means client_secret_basic (RFC 7591 §2): set it to none.",
        ),
    }
    if raw.contains_key("jwks") && raw.contains_key("jwks_uri") {
        flaws.fatal(
            "jwks",
            "It must not be used together with jwks_uri (RFC 7591 §2).",
        );
    }
    if let Some(uri) = &document.jwks_uri
        && !Address::parse(uri).is_ok_and(|one| one.has_scheme("https"))
    {
        flaws.fatal("jwks_uri", format!("{uri} is not an https URL."));
    }
    if let Some(jwks) = raw.get("jwks") {
        keys(jwks, flaws);
    }
}

/// The plural member beside the one above (OpenID Connect RP Metadata Choices 1.0 §2): a choice for authorization servers.
fn methods(document: &ClientInformation, raw: &Map<String, Value>, flaws: &mut Flaws) {
    const MEMBER: &str = "token_endpoint_auth_methods_supported";
    let preferred = document.token_endpoint_auth_method.as_deref();
    let Some(methods) = document.token_endpoint_auth_methods_supported.as_deref() else {
        if preferred == Some("private_key_jwt") {
            flaws.minor(MEMBER, "Some authorization servers accept none only: list private_key_jwt and none here if the client can do both.");
        }
        return;
    };
    if let Some(secret) = methods.iter().find(|one| one.starts_with("client_secret_")) {
        flaws.fatal(
            MEMBER,
            format!("{secret}: a public document can't have a shared secret (CIMD-00 §4.1)."),
        );
    }
    if let Some(preferred) = preferred
        && !methods.iter().any(|one| one == preferred)
    {
        flaws.fatal(
            MEMBER,
            format!("{preferred}, which token_endpoint_auth_method names, is not among them."),
        );
    }
    let has_keys = raw.contains_key("jwks") || raw.contains_key("jwks_uri");
    let by_key = methods.iter().any(|one| one == "private_key_jwt");
    if by_key && !has_keys && preferred != Some("private_key_jwt") {
        flaws.fatal("jwks_uri", "private_key_jwt needs jwks or jwks_uri.");
    }
}

fn keys(jwks: &Value, flaws: &mut Flaws) {
    if let Err(wrong) = public_keys(jwks) {
        flaws.fatal("jwks", wrong);
    }
}

/// A published key set has public keys only (RFC 7517 §9.2; CIMD-00 §4.1).
///
/// # Errors
/// What is wrong with it, in one sentence.
pub fn public_keys(jwks: &Value) -> Result<(), &'static str> {
    let keys = jwks.get("keys").and_then(Value::as_array);
    let keys = keys.ok_or("It is not a key set (RFC 7517 §5).")?;
    let is_secret = |key: &Value| key.get("d").is_some() || key.get("k").is_some();
    if keys.iter().any(is_secret) {
        return Err(
            "It has a private or shared key, which anyone can read: replace the key pair, and publish only the public key.",
        );
    }
    Ok(())
}
