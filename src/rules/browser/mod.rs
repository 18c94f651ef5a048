//! What a web page may not read: CORS, mixed content, local network access (Fetch standard).

pub mod blocked;
pub mod credentials_with_wildcard;
pub mod header_not_exposed;
pub mod local_network;
pub mod mixed_content;
pub mod not_readable;
pub mod preflight_headers;
pub mod preflight_refused;
