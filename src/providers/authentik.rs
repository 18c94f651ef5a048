//! authentik, which people host themselves: each application is an issuer.

use super::{Fact, Hint, Matching, Provider, Redirects, Refresh, Registration, Source};

const DYNAMIC: &str = "https://github.com/goauthentik/authentik/blob/93330f4b4659b40b08bcdeb50c583824746d14a5/website/docs/add-secure-apps/providers/oauth2/dynamic-client-registration.mdx";
const OAUTH: &str = "https://github.com/goauthentik/authentik/blob/00d93d879e77a12f82a4a6010109da70de015134/website/docs/add-secure-apps/providers/oauth2/index.mdx";

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "authentik",
    name: "authentik",
    sources: &[
        Source::read("2026-11-30", DYNAMIC, &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-30", OAUTH, &[Fact::Redirects, Fact::Refresh, Fact::Notes]),
    ],
    paths: &["/application/o/"],
    errors: &["the request fails due to a missing, invalid, or mismatching redirection uri (redirect_uri)"],
    registration: &[Registration::OwnApp, Registration::DynamicRestricted],
    redirects: Redirects {
        matching: Matching::Pattern,
        ..Redirects::UNKNOWN
    },
    refresh: Refresh::OFFLINE_ACCESS,
    notes: &[
        "The only metadata is /application/o/<slug>/.well-known/openid-configuration, one for each application.",
        "Dynamic registration, from 2026.8 on, wants an access token with the scope goauthentik.io/oidc/dcr: no MCP client has one.",
    ],
    hints: &[
        Hint {
            rules: &["registration/not-offered", "registration/guessed", "registration/authentication-required", "registration/policy"],
            text: "Make an application with an OAuth2 provider for the client, of the type Public, and give the client its ID. Dynamic Client Registration (a tab of the provider, from 2026.8 on) wants an access token with the scope goauthentik.io/oidc/dcr, which MCP clients don’t have.",
            source: DYNAMIC,
            read: "2026-11-30",
        },
        Hint {
            rules: &["token/no-refresh-token", "authorization/offline-access-not-asked", "server/no-refresh-grant"],
            text: "From 2024.2 on there is a refresh token only where the client asks for offline_access and the provider has that scope mapping selected.",
            source: OAUTH,
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/redirect-uri-mismatch", "authorization/loopback-port-compared"],
            text: "Applications → Providers → the provider → Redirect URIs: add the client’s URI, or a regular expression for the port of a loopback URI (a dot has to be written as \\.).",
            source: OAUTH,
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
