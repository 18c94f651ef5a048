//! How servers say that sign-in is missing, where the status does not say it.

use crate::evidence::step::ErrorText;

/// Whether a message speaks of a missing, expired or invalid credential.
#[must_use]
pub fn speak_of_sign_in(error: &ErrorText) -> bool {
    const PHRASES: [&str; 30] = [
        "jwt expired",
        "expired token",
        "token or session expired",
        "unauthorized",
        "unauthorised",
        "unauthenticated",
        "not authenticated",
        "not authorized",
        "authentication required",
        "authentication failed",
        "authentication is required",
        "authorization required",
        "authorization header",
        "requires authentication",
        "missing token",
        "no token",
        "token is missing",
        "token missing",
        "token required",
        "token expired",
        "token is expired",
        "token has expired",
        "invalid token",
        "invalid access token",
        "access token",
        "bearer token",
        "missing credentials",
        "login required",
        "api key",
        "must be logged in",
    ];
    error.is("invalid_token") || error.says_any(&PHRASES)
}
