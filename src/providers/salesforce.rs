//! Salesforce: an external client app.

use super::{App, Fact, Pkce, Provider, Redirects, Refresh, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "salesforce",
    name: "Salesforce",
    sources: &[
        Source::read("2026-11-26", "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/create-external-client-app.html", &[Fact::Registration, Fact::Redirects, Fact::Refresh, Fact::App, Fact::Notes]),
        Source::read("2026-11-26", "https://developer.salesforce.com/workshops/try-headless-360/2-create-the-app", &[Fact::Pkce, Fact::Refresh, Fact::App, Fact::Notes]),
        Source::read("2026-11-22", "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/authentication-issues.html", &[Fact::Notes]),
    ],
    hosts: &[".salesforce.com"],
    errors: &["invalid_jwt_format", "invalid_auth_header"],
    registration: &[Registration::OwnApp],
    redirects: Redirects {
        schemes: Some(true),
        ..Redirects::EXACT
    },
    pkce: Pkce::Advertised,
    refresh: Refresh {
        scope: Some("refresh_token"),
        parameters: &[],
    },
    app: Some(App {
        url: "https://login.salesforce.com/",
        path: "Setup → External Client App Manager → New External Client App → Enable OAuth; scopes mcp_api and refresh_token; require PKCE, issue JWT-based access tokens, don't require a secret",
        secret: false,
    }),
    notes: &["Without JWT-based access tokens sign-in succeeds and every call fails. Sandboxes sign in at test.salesforce.com. Connected Apps aren't supported."],
    ..Provider::UNKNOWN
};
