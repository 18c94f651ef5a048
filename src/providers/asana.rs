//! Asana: an MCP app of one's own, with a secret.

use super::{App, Provider, Redirects, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "asana",
    name: "Asana",
    as_of: "2026-11-22",
    sources: &[
        "https://developers.asana.com/docs/integrating-with-asanas-mcp-server",
        "https://developers.asana.com/docs/connecting-mcp-clients-to-asanas-v2-server",
    ],
    hosts: &["app.asana.com", "mcp.asana.com"],
    registration: &[Registration::OwnApp],
    redirects: Redirects::EXACT,
    app: Some(App {
        url: "https://app.asana.com/0/my-apps",
        path: "Create new app → type “MCP app”; OAuth → Redirect URLs; Manage distribution → workspaces",
        secret: true,
    }),
    notes: &["Tokens of an MCP app work at the MCP server only, and a personal access token works at the REST API only."],
    ..Provider::UNKNOWN
};
