//! Salesforce: an external client app.

use super::{App, Pkce, Provider, Redirects, Refresh, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "salesforce",
    name: "Salesforce",
    as_of: "2026-11-22",
    sources: &[
        "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/create-external-client-app.html",
        "https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/authentication-issues.html",
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
