//! Proof Key for Code Exchange, S256 only (RFC 7636).

use crate::flow::refusal::Refusal;
use crate::secret::Secret;
use crate::spec::Revision;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A verifier and its challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pkce {
    /// `code_verifier`: 43 characters, 256 bits (RFC 7636 §4.1).
    pub verifier: Secret,
    /// `code_challenge` (RFC 7636 §4.2).
    pub challenge: String,
}

impl Pkce {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        let verifier = URL_SAFE_NO_PAD.encode(random);
        Self {
            challenge: s256(&verifier),
            verifier: Secret::new(verifier),
        }
    }
}

/// `BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))` (RFC 7636 §4.2).
#[must_use]
pub fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// What a server's `code_challenge_methods_supported` allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// S256 is listed.
    S256,
    /// Nothing is listed, and the revision does not want it verified: S256 is sent anyway.
    Unverified,
    /// Nothing is listed: stop (MCP 2025-11-25, Authorization Code Protection), also for OpenID documents.
    NotAdvertised,
    /// Only other methods are listed: stop (RFC 7636 §4.2; S256 is mandatory to implement).
    WithoutS256,
}

/// Judges the list; empty is the same as absent (RFC 8414 §3.2).
#[must_use]
pub fn support(methods: Option<&[String]>, revision: Revision) -> Support {
    match methods {
        None | Some([]) if revision < Revision::V2025_11_25 => Support::Unverified,
        None | Some([]) => Support::NotAdvertised,
        Some(list) if list.iter().any(|method| method == "S256") => Support::S256,
        Some(_) => Support::WithoutS256,
    }
}

/// The gate before an authorization request.
///
/// # Errors
/// Where PKCE is not offered as the revision wants it, and `unadvertised` does not allow that.
pub fn require(
    issuer: &str,
    methods: Option<&[String]>,
    revision: Revision,
    unadvertised: bool,
) -> Result<(), Refusal> {
    match support(methods, revision) {
        Support::S256 | Support::Unverified => Ok(()),
        Support::NotAdvertised if unadvertised => Ok(()),
        Support::NotAdvertised => Err(Refusal::PkceNotAdvertised {
            issuer: issuer.to_owned(),
        }),
        Support::WithoutS256 => Err(Refusal::PkceWithoutS256 {
            received: methods.unwrap_or_default().to_vec(),
        }),
    }
}
