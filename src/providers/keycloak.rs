//! Keycloak: every realm is an issuer.

use super::{App, Fact, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "keycloak",
    name: "Keycloak",
    sources: &[
        Source::read("2026-11-26", "https://keycloak.org/securing-apps/mcp-authz-server", &[Fact::Registration, Fact::Resource, Fact::Pkce, Fact::Notes]),
        Source::read("2026-11-22", "https://www.keycloak.org/securing-apps/client-registration", &[Fact::Registration, Fact::Refresh, Fact::App, Fact::Notes]),
        Source::read("2026-11-22", "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/utils/RedirectUtils.java", &[Fact::Redirects, Fact::Notes]),
    ],
    paths: &["/realms/"],
    errors: &[
        "rejected request to client-registration service",
        "unrecognized field \"resource\"",
    ],
    registration: &[
        Registration::DocumentOptIn,
        Registration::DynamicRestricted,
        Registration::OwnApp,
    ],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::Pattern,
        port_free: &["localhost"],
        schemes: Some(true),
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Advertised,
    refresh: Refresh::OFFLINE_ACCESS,
    app: Some(App {
        url: "",
        path: "Admin console → your realm → Clients → Create client; client authentication off, PKCE method S256",
        secret: false,
    }),
    notes: &[
        "http://localhost registered without a port matches every port; a * at the end of a URI matches what follows.",
        "The audience comes from an audience mapper of a client scope; resource is experimental.",
        "Anonymous registration is limited by the policies under Clients → Client registration: Trusted Hosts and Allowed Client Scopes.",
    ],
    ..Provider::UNKNOWN
};
