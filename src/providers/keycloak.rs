//! Keycloak: every realm is an issuer.

use super::{App, BOTH, Fact, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "keycloak",
    name: "Keycloak",
    sources: &[
        Source::read("2026-11-26", "https://keycloak.org/securing-apps/mcp-authz-server", &[Fact::Registration, Fact::Resource, Fact::Pkce, Fact::Notes]),
        Source::read("2026-11-27", "https://docs.redhat.com/ja/documentation/red_hat_build_of_keycloak/24.0/html/securing_applications_and_services_guide/client_registration_policies", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://www.keycloak.org/securing-apps/client-registration", &[Fact::Refresh, Fact::App]),
        Source::read("2026-11-27", "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/utils/RedirectUtils.java", &[Fact::Redirects, Fact::Notes]),
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
        port_free: BOTH,
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
        "http://localhost and (not in old versions) http://127.0.0.1, registered without a port, match every port; a * at the end of a URI matches what follows.",
        "The audience comes from an audience mapper of a client scope; resource is experimental.",
        "Anonymous registration is limited by the policies under Clients → Client registration: Trusted Hosts and Allowed Client Scopes.",
    ],
    ..Provider::UNKNOWN
};
