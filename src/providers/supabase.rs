//! Supabase Auth as an OAuth 2.1 server: every project is an issuer.

use super::{App, Fact, Hint, Matching, Pkce, Provider, Redirects, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "supabase",
    name: "Supabase Auth",
    sources: &[
        Source::read("2026-11-30", "https://supabase.com/docs/guides/auth/oauth-server/getting-started", &[Fact::Registration, Fact::App]),
        Source::read("2026-11-30", "https://gofastmcp.com/v3/integrations/supabase", &[Fact::Registration, Fact::Resource, Fact::Notes]),
    ],
    hosts: &[".supabase.co"],
    registration: &[Registration::DynamicOptIn, Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::Unknown,
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Unknown,
    app: Some(App {
        url: "https://supabase.com/dashboard",
        path: "your project → Authentication → OAuth Server → OAuth Apps",
        secret: false,
    }),
    notes: &[
        "The consent page is yours to build and host, at the configured authorization path; without it the sign-in ends at your site.",
        "resource is ignored, so the token names no MCP server in aud.",
    ],
    hints: &[
        Hint {
            rules: &["server/metadata-missing", "registration/not-offered", "registration/guessed", "registration/policy"],
            text: "Authentication → OAuth Server: enable the server, and dynamic client registration beside it (allow_dynamic_registration in config.toml).",
            source: "https://supabase.com/docs/guides/auth/oauth-server/getting-started",
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/server-error", "callback/never-came", "authorization/refused"],
            text: "The page at authorization_url_path is the application's own and has to call approveAuthorization or denyAuthorization.",
            source: "https://gofastmcp.com/v3/integrations/supabase",
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
