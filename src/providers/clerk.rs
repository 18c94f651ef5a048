//! Clerk.

use super::{App, Pkce, Provider, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "clerk",
    name: "Clerk",
    as_of: "2026-11-22",
    sources: &[
        "https://clerk.com/docs/guides/configure/auth-strategies/oauth/client-id-metadata-documents",
        "https://clerk.com/changelog/2025-06-13-oauth-improvements",
    ],
    hosts: &[".clerk.accounts.dev", ".clerk.com", "clerk."],
    registration: &[
        Registration::DocumentOptIn,
        Registration::DynamicOptIn,
        Registration::OwnApp,
    ],
    pkce: Pkce::Unknown,
    app: Some(App {
        url: "https://dashboard.clerk.com/~/oauth-applications",
        path: "OAuth applications → Add OAuth application; dynamic registration is a switch on the same page",
        secret: false,
    }),
    ..Provider::UNKNOWN
};
