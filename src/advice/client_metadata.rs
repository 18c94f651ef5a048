//! The client ID metadata document of the host's own author: make one, check one (CIMD-00; MCP 2025-11-25, client registration).

use crate::error::Misuse;
use crate::flow::authorize::redirect_uri::{self, ApplicationType};
use crate::flow::client::metadata_document;
use crate::plain;
use crate::rules::registration::document::LARGEST;
use crate::wire::address::Address;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

mod check;

pub use check::check;

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
    /// The public keys themselves, a key set (RFC 7517 §5), instead of where they are.
    pub jwks: Option<Value>,
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
    require(wanted)?;
    let mut warnings = about_address(&wanted.url);
    let application_type = redirects(wanted, &mut warnings)?;
    let document = plain::laid_out(&Value::Object(members(wanted, application_type))) + "\n";
    if document.len() > LARGEST {
        return Err(Misuse::argument(
            "redirectUris",
            format!("a document of at most {LARGEST} bytes"),
            document.len().to_string(),
        ));
    }
    Ok(Made {
        steps: vec![
            format!(
                "Host it at {} with Content-Type: application/json and status 200, without redirects and without a login.",
                wanted.url
            ),
            "Use that address as client_id, byte for byte; a changed address is another client."
                .to_owned(),
            format!(
                "Check it: mcp-auth-doctor client-metadata check {}",
                wanted.url
            ),
        ],
        document,
        warnings,
    })
}

fn require(wanted: &Wanted) -> Result<(), Misuse> {
    metadata_document::require(&wanted.url)?;
    if wanted.client_name.trim().is_empty() {
        let expected = "a name that people recognise";
        return Err(Misuse::argument("clientName", expected, "nothing"));
    }
    if wanted.redirect_uris.is_empty() {
        let expected = "at least one redirect URI";
        return Err(Misuse::argument("redirectUris", expected, "none"));
    }
    let is_https = |uri: &String| Address::parse(uri).is_ok_and(|one| one.has_scheme("https"));
    if let Some(uri) = wanted.jwks_uri.as_ref().filter(|uri| !is_https(uri)) {
        return Err(Misuse::argument("jwksUri", "an https URL", uri));
    }
    match &wanted.jwks {
        Some(_) if wanted.jwks_uri.is_some() => {
            let expected = "one of jwks and jwksUri (RFC 7591 §2)";
            Err(Misuse::argument("jwks", expected, "both"))
        }
        Some(jwks) => check::public_keys(jwks)
            .map_err(|wrong| Misuse::argument("jwks", "a set of public keys", wrong)),
        None => Ok(()),
    }
}

/// What is legal about the document's address and may still fail.
fn about_address(url: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    if is_private(url) {
        warnings.push(format!(
            "{url}: only an authorization server in the same network can read it."
        ));
    }
    if let Ok(Some(metadata_document::Caution::Query)) = metadata_document::judge(url) {
        warnings.push(format!(
            "{url}: an address without a query is less likely to be refused."
        ));
    }
    warnings
}

/// Judges the redirect URIs, and says which kind of application they make the client.
fn redirects(wanted: &Wanted, warnings: &mut Vec<String>) -> Result<ApplicationType, Misuse> {
    let (mut native, mut web) = (false, false);
    for uri in &wanted.redirect_uris {
        let judged = redirect_uri::judge(uri).map_err(|flaw| {
            Misuse::argument(
                "redirectUris",
                "https, or http to this machine, without a fragment",
                format!("{uri}, which {}", check::described(flaw)),
            )
        })?;
        native |= judged.application_type == ApplicationType::Native;
        web |= judged.application_type == ApplicationType::Web;
        if judged.caution == Some(redirect_uri::Caution::CustomScheme) {
            warnings.push(format!("{uri}: {}", check::CUSTOM_SCHEME));
        }
        if let Some(port) = loopback_port(uri) {
            warnings.push(format!("{uri}: an authorization server that compares ports accepts only port {port}; list every port that the client uses."));
        }
    }
    if native && web {
        warnings.push("Redirect URIs of this machine and of the web in one document: an authorization server that follows OpenID Connect Registration §2 accepts only one kind.".to_owned());
    }
    Ok(if native {
        ApplicationType::Native
    } else {
        ApplicationType::Web
    })
}

fn members(wanted: &Wanted, application_type: ApplicationType) -> Map<String, Value> {
    // The default of RFC 7591 §2 is client_secret_basic, which such a document must not use (CIMD-00 §4.1).
    let has_keys = wanted.jwks_uri.is_some() || wanted.jwks.is_some();
    let method = if has_keys { "private_key_jwt" } else { "none" };
    let always = [
        ("client_id", json!(wanted.url)),
        ("client_name", json!(wanted.client_name)),
        ("redirect_uris", json!(wanted.redirect_uris)),
        (
            "grant_types",
            json!(["authorization_code", "refresh_token"]),
        ),
        ("response_types", json!(["code"])),
        ("application_type", json!(application_type.as_str())),
        ("token_endpoint_auth_method", json!(method)),
    ];
    let wished = [
        ("client_uri", &wanted.client_uri),
        ("scope", &wanted.scope),
        ("jwks_uri", &wanted.jwks_uri),
    ];
    let wished = wished
        .into_iter()
        .filter_map(|(name, value)| Some((name, json!(value.as_ref()?))));
    let keys = wanted.jwks.iter().map(|jwks| ("jwks", jwks.clone()));
    // Servers that accept `none` only choose that (OpenID Connect RP Metadata Choices 1.0 §2); PKCE protects the code either way.
    let methods = has_keys.then(|| {
        (
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt", "none"]),
        )
    });
    always
        .into_iter()
        .chain(wished)
        .chain(keys)
        .chain(methods)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn loopback_port(uri: &str) -> Option<u16> {
    let address = Address::parse(uri).ok()?;
    address.is_loopback().then(|| address.port()).flatten()
}

/// Whether an authorization server of the Internet must not ask there (CIMD-00 §6.5).
fn is_private(url: &str) -> bool {
    Address::parse(url).is_ok_and(|address| address.is_private())
}

#[cfg(test)]
mod tests;
