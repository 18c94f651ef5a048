//! Under which names things are kept.

/// What the name of every sign-in under way begins with.
pub(super) const PENDING: &str = "waiting/";
const TOKENS: &str = "tokens/";

/// The client in use at an issuer: the one of the next sign-in.
#[must_use]
pub fn client_key(issuer: &str) -> String {
    format!("client/{issuer}")
}

/// A client that an earlier sign-in at the issuer was made with, and that another one has taken the place of since.
#[must_use]
pub fn client_key_of(issuer: &str, client_id: &str) -> String {
    format!("client/{issuer} {client_id}")
}

/// The tokens for a resource from an issuer.
#[must_use]
pub fn tokens_key(issuer: &str, resource: &str) -> String {
    format!("{TOKENS}{issuer} {resource}")
}

/// Whether something of this name is tokens.
#[must_use]
pub fn names_tokens(name: &str) -> bool {
    name.starts_with(TOKENS)
}

/// What is known of a server.
#[must_use]
pub fn server_key(server: &str) -> String {
    format!("server/{server}")
}

/// Which client belongs to which issuer, for a server.
#[must_use]
pub fn bound_key(server: &str) -> String {
    format!("bound/{server}")
}

/// A sign-in under way. Hosts keep their own copy under a name of their own; this one decides which of two callbacks counts.
#[must_use]
pub fn pending_key(id: &str) -> String {
    format!("{PENDING}{id}")
}

/// The lock of the one who renews the tokens for a resource.
#[must_use]
pub fn refresh_lock(issuer: &str, resource: &str) -> String {
    format!("refresh/{issuer} {resource}")
}

/// What a renewal has got, until it is kept in its place.
#[must_use]
pub fn renewed_key(issuer: &str, resource: &str) -> String {
    format!("renewed/{issuer} {resource}")
}

/// The last nonce of an origin (RFC 9449 §8).
#[must_use]
pub fn nonce_key(origin: &str) -> String {
    format!("nonce/{origin}")
}

/// The step-ups for a resource.
#[must_use]
pub fn step_up_key(issuer: &str, resource: &str) -> String {
    format!("step-up/{issuer} {resource}")
}

/// The credential in use for a server.
#[must_use]
pub fn credential_key(server: &str) -> String {
    format!("credential/{server}")
}
