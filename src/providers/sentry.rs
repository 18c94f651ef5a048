//! Sentry.

use super::{App, Pkce, Provider, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "sentry",
    name: "Sentry",
    as_of: "2026-11-22",
    sources: &[
        "https://docs.sentry.io/ai/mcp/",
        "https://github.com/getsentry/sentry-mcp",
    ],
    hosts: &["mcp.sentry.dev", "sentry.io"],
    registration: &[Registration::Dynamic],
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://sentry.io/settings/account/api/applications/",
        path: "Create New Application → Authorized Redirect URIs",
        secret: true,
    }),
    notes: &["A user auth token is for the stdio server of a self-hosted Sentry; the hosted server wants OAuth."],
    ..Provider::UNKNOWN
};
