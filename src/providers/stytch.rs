//! Stytch Connected Apps.

use super::{App, Pkce, Provider, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "stytch",
    name: "Stytch",
    as_of: "2026-11-22",
    sources: &[
        "https://stytch.com/docs/guides/connected-apps/client-types",
        "https://stytch.com/docs/api-reference/b2b/api/connected-apps/application-management/dynamic-client-registration.md",
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
