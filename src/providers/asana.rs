//! Asana: your own MCP app, with a secret.

use super::{App, Fact, Provider, Redirects, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "asana",
    name: "Asana",
    sources: &[
        Source::read("2026-11-26", "https://developers.asana.com/docs/integrating-with-asanas-mcp-server", &[Fact::Registration, Fact::App, Fact::Notes]),
        Source::read("2026-11-22", "https://developers.asana.com/docs/connecting-mcp-clients-to-asanas-v2-server", &[Fact::Redirects]),
    ],
    hosts: &["app.asana.com", "mcp.asana.com"],
    registration: &[Registration::OwnApp],
    redirects: Redirects::EXACT,
    app: Some(App {
        url: "https://app.asana.com/0/my-apps",
        path: "Create new app → type “MCP app”; OAuth → Redirect URLs; Manage distribution → workspaces",
        secret: true,
    }),
    notes: &[
        "Tokens of an MCP app work only at the MCP server, and a personal access token works only at the REST API.",
        "The V1 server (https://mcp.asana.com/sse) was to be shut down on 5 August 2026; use https://mcp.asana.com/v2/mcp.",
    ],
    ..Provider::UNKNOWN
};
