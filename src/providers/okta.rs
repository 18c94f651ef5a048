//! Okta.

use super::{App, Fact, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "okta",
    name: "Okta",
    sources: &[
        Source::read("2026-11-26", "https://github.com/modelcontextprotocol/modelcontextprotocol/issues/695", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/client/", &[Fact::Registration, Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-22", "https://developer.okta.com/docs/concepts/auth-servers/", &[Fact::Pkce, Fact::Refresh, Fact::App, Fact::Notes]),
        Source::read("2026-11-27", "https://help.okta.com/oie/en-us/content/topics/security/api-config-auth-server.htm", &[Fact::Resource]),
    ],
    hosts: &[".okta.com", ".oktapreview.com", ".okta-emea.com"],
    registration: &[Registration::DynamicRestricted, Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects::EXACT,
    pkce: Pkce::Advertised,
    refresh: Refresh::OFFLINE_ACCESS,
    app: Some(App {
        url: "",
        path: "Admin console → Applications → Create App Integration → OIDC → Native Application; grant type Refresh Token",
        secret: false,
    }),
    notes: &[
        "The audience belongs to the authorization server (/oauth2/<id>), not to the request; the org server's tokens are opaque to others.",
        "Dynamic registration wants an Okta API token.",
    ],
    ..Provider::UNKNOWN
};
