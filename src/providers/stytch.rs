//! Stytch Connected Apps.

use super::{App, Fact, Pkce, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "stytch",
    name: "Stytch",
    sources: &[
        Source::read("2026-11-26", "https://stytch.com/docs/guides/connected-apps/client-types", &[Fact::Registration, Fact::App]),
        Source::read("2026-11-26", "https://stytch.com/docs/api-reference/b2b/api/connected-apps/application-management/dynamic-client-registration.md", &[Fact::Registration]),
        Source::read("2026-11-22", "https://stytch.com/docs/guides/connected-apps/client-types", &[Fact::Pkce]),
    ],
    hosts: &[".stytch.com", ".stytch.dev"],
    registration: &[
        Registration::Document,
        Registration::DynamicOptIn,
        Registration::OwnApp,
    ],
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://stytch.com/dashboard/connected-apps",
        path: "Connected Apps → Create; “Third-Party Public” for a desktop client",
        secret: false,
    }),
    ..Provider::UNKNOWN
};
