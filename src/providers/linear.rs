//! Linear.

use super::{App, Fact, Pkce, Provider, Registration, Scheme, Source, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "linear",
    name: "Linear",
    sources: &[
        Source::read("2026-11-22", "https://linear.app/docs/mcp", &[Fact::Registration]),
        Source::read("2026-11-22", "https://docs.litellm.ai/docs/mcp_servers/linear", &[Fact::Pkce]),
        Source::read("2026-11-27", "https://integrations.sh/linear.app/linear/", &[Fact::Token]),
        Source::read("2026-11-27", "https://schlussel.me/formulas/linear", &[Fact::Registration, Fact::App]),
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
