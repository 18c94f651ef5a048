//! Google accounts: own OAuth client only.

use super::{App, BOTH, Fact, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "google",
    name: "Google",
    sources: &[
        Source::read("2026-11-22", "https://developers.google.com/identity/protocols/oauth2/native-app", &[Fact::Registration, Fact::Redirects, Fact::Pkce, Fact::App]),
        Source::read("2026-11-22", "https://developers.google.com/identity/protocols/oauth2/web-server", &[Fact::Resource, Fact::Refresh, Fact::Notes]),
        Source::read("2026-11-27", "https://developers.google.com/identity/protocols/oauth2/resources/loopback-migration", &[Fact::Redirects]),
    ],
    hosts: &["accounts.google.com", "oauth2.googleapis.com", ".googleapis.com"],
    errors: &["error 400: redirect_uri_mismatch", "doesn't comply with google's oauth 2.0 policy"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::Exact,
        port_free: BOTH,
        loopback_note: "A client of Google's type “Desktop app” accepts loopback URIs without registering them; only a “Web application” lists them, each with its port.",
        schemes: Some(false),
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Advertised,
    refresh: Refresh {
        scope: None,
        parameters: &[("access_type", "offline"), ("prompt", "consent")],
    },
    app: Some(App {
        url: "https://console.cloud.google.com/apis/credentials",
        path: "Create credentials → OAuth client ID → Desktop app (loopback, any port) or Web application (exact URIs)",
        secret: true,
    }),
    notes: &["An app in testing mode gets refresh tokens that last seven days."],
    ..Provider::UNKNOWN
};
