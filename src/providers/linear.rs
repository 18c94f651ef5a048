//! Linear.

use super::{App, Pkce, Provider, Registration, Scheme, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "linear",
    name: "Linear",
    as_of: "2026-11-22",
    sources: &[
        "https://linear.app/docs/mcp",
        "https://docs.litellm.ai/docs/mcp_servers/linear",
    ],
    hosts: &["mcp.linear.app", "linear.app", "api.linear.app"],
    registration: &[Registration::Dynamic, Registration::Document, Registration::OwnApp],
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://linear.app/settings/api/applications/new",
        path: "Settings → API → OAuth applications → New",
        secret: true,
    }),
    token: Some(StaticToken {
        url: "https://linear.app/settings/account/security",
        scheme: Scheme::Bearer,
        scopes: &[],
    }),
    ..Provider::UNKNOWN
};
