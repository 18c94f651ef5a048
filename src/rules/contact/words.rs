//! How servers say that sign-in is missing, where the status does not say it.

use crate::evidence::error_text::ErrorText;
use crate::http::{Exchange, Response};

/// Whether a message speaks of a missing, expired or invalid credential.
#[must_use]
pub fn speak_of_sign_in(error: &ErrorText) -> bool {
    const PHRASES: [&str; 35] = [
        "jwt expired",
        "jwtexpired",
        "exp claim",
        "\"exp\" claim",
        "token verification",
        "token validation",
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

/// Whether the answer is a web page, by its media type or how it begins.
#[must_use]
pub fn is_page(exchange: &Exchange) -> bool {
    let labelled = exchange.response.as_ref().is_some_and(Response::is_html);
    let body = exchange.body().unwrap_or_default().trim_start();
    let begins = body.get(..15).unwrap_or(body).to_ascii_lowercase();
    labelled || begins.starts_with("<!doctype html") || begins.starts_with("<html")
}
