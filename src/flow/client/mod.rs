//! The client as an authorization server knows it, and the credentials that prove it.

pub mod dynamic;
pub mod metadata_document;
pub mod registration;

use crate::flow::token::private_key::PrivateKey;
use crate::secret::{Secret, revealed_option};
use serde::{Deserialize, Serialize};

/// How a client came by its id (MCP 2025-11-25, client registration).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientKind {
    /// The person or the host brought it.
    #[default]
    PreRegistered,
    /// Its id is the address of a client ID metadata document: the same at every authorization server.
    MetadataDocument,
    /// Registered by RFC 7591.
    Dynamic,
}

/// One client at one issuer. Stored under the issuer, never used at another one (MCP 2026-07-28, Authorization Server Binding).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// How it came by its id.
    #[serde(default)]
    pub kind: ClientKind,
    /// `client_id`, raw.
    pub client_id: String,
    /// The issuer it belongs to, raw; nothing where the host doesn't know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// `client_secret`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "revealed_option"
    )]
    pub client_secret: Option<Secret>,
    /// `client_secret_expires_at` in ms since the epoch; nothing for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_expires_at: Option<f64>,
    /// Since when this secret is in use here, in ms since the epoch: to show when it should be rotated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_use_since: Option<f64>,
    /// `token_endpoint_auth_method` as registered or configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<String>,
    /// `dpop_bound_access_tokens` of the registration (RFC 9449 §5.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dpop_bound_access_tokens: bool,
    /// The redirect URIs it was registered with, or signed in with, raw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    /// Name of a key in the store that signs its assertions (RFC 7523 §2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The same key as PEM (PKCS #8), where the host gives it directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_key_pem: Option<PrivateKey>,
    /// JOSE algorithm of that key; `ES256` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_algorithm: Option<String>,
    /// `registration_client_uri` (RFC 7592 §3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_client_uri: Option<String>,
    /// `registration_access_token` (RFC 7592 §3).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "revealed_option"
    )]
    pub registration_access_token: Option<Secret>,
}

impl Client {
    /// Whether it proves itself by more than its id (RFC 6749 §2.1).
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.client_secret.is_some() || self.has_key()
    }

    /// Whether it has a key to sign assertions with.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key_id.is_some() || self.private_key_pem.is_some()
    }
}
