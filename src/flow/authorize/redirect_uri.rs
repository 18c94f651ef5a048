//! What a redirect URI may be, and which kind of application it makes the client.

use crate::error::Misuse;
use crate::wire::address::Address;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `application_type` (OpenID Connect Registration §2; MCP 2026-07-28, Application Type and Redirect URI Constraints).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApplicationType {
    /// On the person's machine: loopback or a custom scheme.
    Native,
    /// Behind an https redirect URI.
    Web,
}

impl ApplicationType {
    /// As it is sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "web",
        }
    }
}

/// What a redirect URI is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectUri {
    /// The kind of application that may register it. A https redirect is `web` even for a desktop client: strict OpenID providers
    /// register `native` for loopback and custom schemes only.
    pub application_type: ApplicationType,
    /// Something about it that is legal and still worth a warning.
    pub caution: Option<Caution>,
}

/// What is legal and still worth a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// `localhost` by name: 127.0.0.1 is safer (RFC 8252 §8.3).
    LocalhostByName,
    /// A custom scheme: outside MCP's rule, legal by RFC 8252 §7.1.
    CustomScheme,
}

/// Why a redirect URI is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not an absolute URI.
    NotAUri,
    /// It has a fragment (RFC 6749 §3.1.2).
    Fragment,
    /// http to another machine (MCP, Communication Security).
    InsecureHttp,
    /// A scheme that runs code or opens files (MCP Security Best Practices).
    DangerousScheme,
    /// It has user information.
    Userinfo,
}

/// Schemes that a browser or an operating system would run, open or look into instead of calling back.
const DANGEROUS: [&str; 10] = [
    "javascript",
    "data",
    "file",
    "vbscript",
    "blob",
    "about",
    "ftp",
    "ws",
    "wss",
    "view-source",
];

/// Judges a redirect URI (MCP, Communication Security; RFC 8252 §7).
///
/// # Errors
/// Why it can't be used.
pub fn judge(uri: &str) -> Result<RedirectUri, Flaw> {
    let (scheme, rest) = uri.split_once(':').ok_or(Flaw::NotAUri)?;
    let starts_well = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !starts_well || !scheme.bytes().all(fits) || uri.bytes().any(|byte| byte <= b' ') {
        return Err(Flaw::NotAUri);
    }
    let scheme = scheme.to_ascii_lowercase();
    if DANGEROUS.contains(&scheme.as_str()) {
        return Err(Flaw::DangerousScheme);
    }
    if uri.contains('#') {
        return Err(Flaw::Fragment);
    }
    if scheme != "http" && scheme != "https" {
        if rest.is_empty() {
            return Err(Flaw::NotAUri);
        }
        return Ok(RedirectUri {
            application_type: ApplicationType::Native,
            caution: Some(Caution::CustomScheme),
        });
    }
    let address = Address::parse(uri).map_err(|_| Flaw::NotAUri)?;
    if address.userinfo.is_some() {
        return Err(Flaw::Userinfo);
    }
    if scheme == "https" {
        return Ok(RedirectUri {
            application_type: ApplicationType::Web,
            caution: None,
        });
    }
    if !address.is_loopback() {
        return Err(Flaw::InsecureHttp);
    }
    let by_name = address.hostname().ends_with("localhost");
    Ok(RedirectUri {
        application_type: ApplicationType::Native,
        caution: by_name.then_some(Caution::LocalhostByName),
    })
}

/// A segment that stands for an issuer in the path of a redirect URI: the beginning of the SHA-256 of its text in base64url.
#[must_use]
pub fn segment_of(issuer: &str) -> String {
    let mut hash = URL_SAFE_NO_PAD.encode(Sha256::digest(issuer));
    hash.truncate(16);
    hash
}

/// The same for an argument of the caller.
///
/// # Errors
/// A caller's mistake that names what would have been right.
pub fn require(uri: &str) -> Result<RedirectUri, Misuse> {
    judge(uri).map_err(|flaw| {
        let expected = match flaw {
            Flaw::NotAUri => "an absolute URI",
            Flaw::Fragment => "a URI without a fragment",
            Flaw::InsecureHttp => "https, or http to this machine (localhost, 127.0.0.1, [::1])",
            Flaw::DangerousScheme => "https, http to this machine, or an app's own scheme",
            Flaw::Userinfo => "a URI without user name and password",
        };
        Misuse::argument("redirectUri", expected, uri)
    })
}
