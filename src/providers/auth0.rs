//! Auth0.

use super::{App, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "auth0",
    name: "Auth0",
    as_of: "2026-11-22",
    sources: &[
        "https://auth0.com/ai/docs/mcp/guides/resource-param-compatibility-profile",
        "https://auth0.com/ai/docs/mcp/guides/registering-your-mcp-client-application",
    ],
    hosts: &[".auth0.com"],
    paths: &["/oidc/register"],
    registration: &[
        Registration::DocumentOptIn,
        Registration::DynamicOptIn,
        Registration::OwnApp,
    ],
    resource: ResourceParameter::AudienceUnlessSet,
    redirects: Redirects::EXACT,
    pkce: Pkce::Advertised,
    refresh: Refresh::OFFLINE_ACCESS,
    app: Some(App {
        url: "https://manage.auth0.com/#/applications",
        path: "Applications → Create Application → Native; add the URIs under Allowed Callback URLs",
        secret: false,
    }),
    notes: &[
        "Without an audience the access token is opaque or encrypted (JWE): send audience, or switch on Settings → Advanced → Resource Parameter Compatibility Profile.",
        "The metadata names registration_endpoint even where dynamic registration is off in the tenant.",
        "The issuer ends with a slash.",
    ],
    ..Provider::UNKNOWN
};
