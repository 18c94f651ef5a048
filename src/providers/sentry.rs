//! Sentry.

use super::{App, Fact, Pkce, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "sentry",
    name: "Sentry",
    sources: &[
        Source::read("2026-11-22", "https://docs.sentry.io/ai/mcp/", &[Fact::Registration, Fact::App]),
        Source::read("2026-11-22", "https://github.com/getsentry/sentry-mcp", &[Fact::Pkce, Fact::Notes]),
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
