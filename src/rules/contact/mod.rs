//! First contact: does the address answer, and with what (MCP, Streamable HTTP; RFC 9110).

pub mod bad_request;
pub mod error_in_success;
pub mod forbidden;
pub mod insecure_address;
pub mod late_challenge;
pub mod login_page;
pub mod not_found;
pub mod private_authority;
pub mod proxy;
pub mod public;
pub mod redirect;
pub mod redirect_loop;
pub mod refused;
pub mod scheme;
pub mod server_error;
pub mod tls;
pub mod unreachable;
pub mod upstream_down;
pub mod version_refused;
