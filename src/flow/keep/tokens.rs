//! What a sign-in gives, as the host stores it.

use crate::secret::{Secret, revealed, revealed_option};
use serde::{Deserialize, Serialize};

/// The version of the shape.
pub const VERSION: u32 = 1;
/// A token counts as expired this much before its time, in ms: clocks differ and a request takes a while.
pub const SKEW: f64 = 60_000.0;

/// An access token with what it is bound to: issuer, resource and client (MCP 2026-07-28, Authorization Server Location). Secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    /// [`VERSION`].
    pub v: u32,
    /// The issuer, raw; empty for a credential that the person brought.
    pub issuer: String,
    /// The identifier of the protected resource, raw.
    pub resource: String,
    /// The MCP server's address, raw: the token goes to its origin and nowhere else.
    pub server: String,
    /// The client id; empty for a credential that the person brought.
    pub client_id: String,
    /// `Bearer`, `DPoP`, `Basic`, or `Header` for a credential in a header of its own.
    pub token_type: String,
    /// The name of that header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The scopes granted, separated by spaces; empty where the server decided without a word.
    pub scope: String,
    /// The scopes asked for: a step-up asks for these and more (MCP 2026-07-28, Step-Up Authorization Flow).
    #[serde(default)]
    pub requested_scope: String,
    /// The token.
    #[serde(with = "revealed")]
    pub access_token: Secret,
    /// The refresh token, if one was issued.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "revealed_option"
    )]
    pub refresh_token: Option<Secret>,
    /// In ms since the epoch; nothing where the server did not say.
    pub expires_at: Option<f64>,
    /// In ms since the epoch.
    pub issued_at: f64,
    /// The key that the token is bound to (RFC 9449); the key itself stays in the store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// Names the sign-in that these tokens go back to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sign_in: String,
    /// How often they were renewed since: tells which of two is newer, whatever the clock did meanwhile.
    #[serde(default)]
    pub renewals: u32,
    /// Where the token is renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Whether `resource` is sent when it is renewed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub omit_resource: bool,
}

impl Tokens {
    /// Whether the token is past its time, or nearly.
    #[must_use]
    pub fn is_expired(&self, now: f64) -> bool {
        self.expires_at.is_some_and(|end| end - SKEW <= now)
    }

    /// The scopes granted, one by one.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        crate::flow::authorize::scope::split(&self.scope)
    }
}
