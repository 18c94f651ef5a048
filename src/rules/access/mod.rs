//! With a token: the tree of "token obtained but still refused" (RFC 6750 §3.1).

pub mod audience;
pub mod authorization_server_changed;
pub mod clock;
pub mod dpop;
pub mod expired;
pub mod forbidden;
pub mod foreign_token_accepted;
pub mod identity_assertion;
pub mod insufficient_scope;
pub mod intended;
pub mod issuer;
pub mod metadata_not_named;
pub mod opaque_token;
pub mod query_token;
pub mod refused;
pub mod scope_already_granted;
pub mod scope_not_named;
pub mod scope_unknown;
pub mod scopes;
pub mod scopes_one_by_one;
pub mod status_confused;
pub mod stream_refused;
pub mod token_not_seen;
pub mod token_refused;
