//! The authorization request and its refusals (RFC 6749 §4.1, RFC 8707, RFC 7636).

pub mod client_not_authorized;
pub mod client_unknown;
pub mod denied;
pub mod embedded_browser;
pub mod insecure_redirect_uri;
pub mod loopback_port_compared;
pub mod offline_access_not_asked;
pub mod pkce_missing;
pub mod pkce_not_sent;
pub mod redirect_uri_mismatch;
pub mod refusal;
pub mod refused;
pub mod resource_missing;
pub mod resource_refused;
pub mod scope_missing;
pub mod scope_refused;
pub mod server_error;
pub mod state_not_sent;
pub mod unreachable;
