//! The challenge: what a 401 says about how to sign in (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1).

pub mod api_key;
pub mod error_without_token;
pub mod in_tool_result;
pub mod insecure_metadata_url;
pub mod malformed;
pub mod missing;
pub mod offline_access;
pub mod other_scheme;
pub mod private_metadata_url;
pub mod renamed;
pub mod tool_schemes;
pub mod without_metadata;
pub mod without_scope;
