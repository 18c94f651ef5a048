//! The client ID metadata document of the host's own author: make one, check one (CIMD-00; MCP 2025-11-25, client registration).

use crate::error::Misuse;
use crate::flow::metadata_document;
use crate::flow::redirect_uri::{self, ApplicationType};
use crate::http::Exchange;
use crate::wire::client;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Bytes that an authorization server must be expected to read (CIMD-00 §6.6).
const LARGEST: usize = 5 * 1024;

/// What the document says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Wanted {
    /// The address where it will stand; it is the client id.
    pub url: String,
    /// Name that people see on the consent page.
    pub client_name: String,
    /// Redirect URIs, raw.
    pub redirect_uris: Vec<String>,
    /// Home page of the client.
    pub client_uri: Option<String>,
    /// Scopes, separated by spaces.
    pub scope: Option<String>,
    /// Where its public keys are, for `private_key_jwt`; nothing for a public client.
    pub jwks_uri: Option<String>,
}

/// The document and what to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The text to host, byte for byte.
    pub document: String,
    /// What to host where.
    pub steps: Vec<String>,
    /// What is legal and still worth knowing.
    pub warnings: Vec<String>,
}

/// One thing about a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// Header or member.
    pub member: String,
    /// What is wrong, with the value.
    pub what: String,
    /// Whether an authorization server refuses it for that.
    pub fatal: bool,
}

/// Makes a document.
///
/// # Errors
/// Names the part that can't be used.
pub fn create(wanted: &Wanted) -> Result<Made, Misuse> {
    metadata_document::require(&wanted.url)?;
    if wanted.client_name.trim().is_empty() {
        return Err(Misuse::argument(
            "clientName",
            "a name that people recognise",
            "nothing",
        ));
    }
    if wanted.redirect_uris.is_empty() {
        return Err(Misuse::argument(
            "redirectUris",
            "at least one redirect URI",
            "none",
        ));
    }
    let mut warnings = Vec::new();
    let mut native = false;
    for uri in &wanted.redirect_uris {
        let judged = redirect_uri::judge(uri).map_err(|flaw| {
            Misuse::argument(
                "redirectUris",
                "https, or http to this machine, without a fragment",
                format!("{uri} ({flaw:?})"),
            )
        })?;
        native |= judged.application_type == ApplicationType::Native;
        if let Some(port) = loopback_port(uri) {
            warnings.push(format!("{uri}: an authorization server that compares ports takes port {port} only; list every port that the client uses."));
        }
    }
    let mut document = Map::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    put("client_id", json!(wanted.url));
    put("client_name", json!(wanted.client_name));
    put("redirect_uris", json!(wanted.redirect_uris));
    put(
        "grant_types",
        json!(["authorization_code", "refresh_token"]),
    );
    put("response_types", json!(["code"]));
    put(
        "application_type",
        json!(if native { "native" } else { "web" }),
    );
    // The default of RFC 7591 §2 is client_secret_basic, which such a document must not use (CIMD-00 §4.1).
    let method = if wanted.jwks_uri.is_some() {
        "private_key_jwt"
    } else {
        "none"
    };
    put("token_endpoint_auth_method", json!(method));
    for (name, value) in [
        ("client_uri", &wanted.client_uri),
        ("scope", &wanted.scope),
        ("jwks_uri", &wanted.jwks_uri),
    ] {
        if let Some(value) = value {
            put(name, json!(value));
        }
    }
    let document = format!("{:#}\n", Value::Object(document));
    if document.len() > LARGEST {
        return Err(Misuse::argument(
            "redirectUris",
            format!("a document of at most {LARGEST} bytes"),
            document.len().to_string(),
        ));
    }
    Ok(Made {
        steps: vec![
            format!("Host it at {} with Content-Type: application/json and status 200, without redirects and without a login.", wanted.url),
            "Use that address as client_id, byte for byte; whoever changes it makes another client.".to_owned(),
            "Check it: mcp-auth-doctor client-metadata check.".to_owned(),
        ],
        document,
        warnings,
    })
}

/// Checks a document as its address answered; redirects must not have been followed.
#[must_use]
pub fn check(url: &str, answer: &Exchange) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut flaw = |member: &str, what: String, fatal: bool| {
        flaws.push(Flaw {
            member: member.to_owned(),
            what,
            fatal,
        });
    };
    if let Err(wrong) = metadata_document::require(url) {
        flaw(
            "client_id",
            format!("{url}: expected {}.", wrong.expected),
            true,
        );
    }
    let Some(response) = &answer.response else {
        flaw("", "The address doesn't answer.".to_owned(), true);
        return flaws;
    };
    if response.is_redirect()
        || response
            .final_url
            .as_deref()
            .is_some_and(|last| last != url)
    {
        flaw(
            "Location",
            "It redirects; authorization servers must not follow.".to_owned(),
            true,
        );
    } else if response.status != 200 {
        flaw(
            "status",
            format!("{} instead of 200.", response.status),
            true,
        );
    }
    let media_type = response.media_type().unwrap_or_default();
    if media_type != "application/json"
        && !(media_type.starts_with("application/") && media_type.ends_with("+json"))
    {
        flaw(
            "Content-Type",
            format!("“{media_type}” instead of application/json."),
            true,
        );
    }
    let body = response.body.as_deref().unwrap_or_default();
    if body.len() > LARGEST {
        flaw(
            "",
            format!(
                "{} bytes; more than {LARGEST} need not be read (CIMD-00 §6.6).",
                body.len()
            ),
            false,
        );
    }
    let Ok(document) = client::read(body) else {
        flaw("", "It is no JSON object.".to_owned(), true);
        return flaws;
    };
    members(url, &document, &mut flaw);
    flaws
}

fn members(
    url: &str,
    document: &client::ClientInformation,
    flaw: &mut impl FnMut(&str, String, bool),
) {
    match document.client_id.as_deref() {
        Some(id) if id == url => {}
        Some(id) => flaw(
            "client_id",
            format!("{id} is not the address {url}, compared byte for byte."),
            true,
        ),
        None => flaw("client_id", "It is missing.".to_owned(), true),
    }
    if document.client_name.is_none() {
        flaw("client_name", "It is missing.".to_owned(), true);
    }
    let uris = document.redirect_uris.as_deref().unwrap_or_default();
    if uris.is_empty() {
        flaw("redirect_uris", "There is none.".to_owned(), true);
    }
    for uri in uris {
        if redirect_uri::judge(uri).is_err() {
            flaw(
                "redirect_uris",
                format!("{uri} is neither https nor http to this machine."),
                true,
            );
        }
    }
    match document.token_endpoint_auth_method.as_deref() {
        Some("none") => {}
        Some("private_key_jwt")
            if document
                .members
                .iter()
                .any(|name| name == "jwks" || name == "jwks_uri") => {}
        Some("private_key_jwt") => flaw(
            "jwks_uri",
            "private_key_jwt needs jwks or jwks_uri.".to_owned(),
            true,
        ),
        Some(other) => flaw(
            "token_endpoint_auth_method",
            format!("{other}: a public document can't have a shared secret (CIMD-00 §4.1)."),
            true,
        ),
        None => flaw(
            "token_endpoint_auth_method",
            "It is missing, which means client_secret_basic (RFC 7591 §2): say none.".to_owned(),
            true,
        ),
    }
    for name in ["client_secret", "client_secret_expires_at"] {
        if document.members.iter().any(|member| member == name) {
            flaw(
                name,
                "It must not be there (CIMD-00 §4.1).".to_owned(),
                true,
            );
        }
    }
}

fn loopback_port(uri: &str) -> Option<u16> {
    let address = crate::wire::address::Address::parse(uri).ok()?;
    address.is_loopback().then(|| address.port()).flatten()
}

#[cfg(test)]
mod tests;
