//! Auth0.

use super::{App, Fact, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "auth0",
    name: "Auth0",
    sources: &[
        Source::read("2026-11-26", "https://auth0.com/ai/docs/mcp/guides/resource-param-compatibility-profile", &[Fact::Resource, Fact::Notes]),
        Source::read("2026-11-26", "https://auth0.com/ai/docs/mcp/guides/registering-your-mcp-client-application", &[Fact::Registration, Fact::App]),
        Source::read("2026-11-26", "https://auth0.com/docs/get-started/auth0-overview/create-applications/cimd-overview", &[Fact::Registration]),
        Source::read("2026-11-22", "https://auth0.com/ai/docs/mcp/guides/registering-your-mcp-client-application", &[Fact::Redirects, Fact::Pkce, Fact::Refresh]),
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
        "The issuer ends with a slash. iss comes back only where Settings → Advanced → Include Issuer in Authorization Responses is on.",
    ],
    ..Provider::UNKNOWN
};
