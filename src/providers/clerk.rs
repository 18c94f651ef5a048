//! Clerk.

use super::{App, Fact, Pkce, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "clerk",
    name: "Clerk",
    sources: &[
        Source::read("2026-11-26", "https://clerk.com/docs/guides/configure/auth-strategies/oauth/how-clerk-implements-oauth.md", &[Fact::Registration, Fact::App]),
        Source::read("2026-11-26", "https://clerk.com/changelog/2025-06-13-oauth-improvements", &[Fact::Registration]),
        Source::read("2026-11-27", "https://clerk.com/docs/guides/configure/auth-strategies/oauth/client-id-metadata-documents", &[Fact::Registration]),
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
