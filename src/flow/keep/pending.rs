//! A sign-in under way: the one value that survives while the person is in the browser.

use crate::flow::client::Client;
use crate::flow::deviation::Deviation;
use crate::flow::options::SignInOptions;
use crate::secret::{Secret, revealed, revealed_option};
use crate::spec::Revision;
use serde::{Deserialize, Serialize};

/// The version of the shape.
pub const VERSION: u32 = 1;

/// All that completes a sign-in. Opaque to the host, secret, and of one use: it holds the code verifier and `state`. The issuer is
/// recorded in it before the browser opens (MCP 2026-07-28, Authorization Response Validation).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// [`VERSION`].
    pub v: u32,
    /// Names this sign-in without giving `state` away; [`crate::flow::authorize::callback::pending_id`] finds it from a callback.
    pub id: String,
    /// In ms since the epoch.
    pub created_at: f64,
    /// In ms since the epoch.
    pub expires_at: f64,
    /// The MCP server's address, raw.
    pub server: String,
    /// The validated issuer, raw.
    pub issuer: String,
    /// Whether the issuer announces `iss` in its answers (RFC 9207 §3).
    pub announces_iss: bool,
    /// Where the code is exchanged, raw.
    pub token_endpoint: String,
    /// The methods of client authentication that the issuer lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_methods: Option<Vec<String>>,
    /// The identifier of the protected resource, raw.
    pub resource: String,
    /// Whether `resource` is sent (RFC 8707).
    pub send_resource: bool,
    /// The client.
    pub client: Client,
    /// The redirect URI of the request, raw; nothing where a code is shown instead (RFC 8628).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// `code_verifier` (RFC 7636 §4.1), or `device_code` (RFC 8628 §3.2).
    #[serde(with = "revealed")]
    pub verifier: Secret,
    /// `state`; nothing where a code is shown instead.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "revealed_option"
    )]
    pub state: Option<Secret>,
    /// Seconds between two questions of the device grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<f64>,
    /// The key that the tokens are bound to (RFC 9449).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The revision that the caller asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// Whether a bare code is accepted (the opt-out `bareCode`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare_code: bool,
    /// Whether the host's store keeps it too: then taking it out decides which of two callbacks counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stored: bool,
    /// Whether the client was registered by an earlier sign-in: then the server may have forgotten it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub client_kept: bool,
    /// Whether what was discovered was only remembered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remembered: bool,
    /// What to start again with, where the server's answer asks for that, each time for another reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Box<SignInOptions>>,
    /// Whether the tokens are tried at the server; yes where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prove: Option<bool>,
    /// What was done so far that another client may not do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<Deviation>,
    /// Where the host goes on afterwards; the flow only carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
}
