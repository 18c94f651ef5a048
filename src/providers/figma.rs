//! Figma: only clients of its catalog may register.

use super::{Pkce, Provider, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "figma",
    name: "Figma",
    as_of: "2026-11-22",
    sources: &[
        "https://developers.figma.com/docs/figma-mcp-server/remote-server-installation/",
        "https://github.com/sambitcreate/aiden-agent/pull/83",
    ],
    hosts: &["mcp.figma.com", "api.figma.com", "www.figma.com"],
    registration: &[Registration::DynamicRestricted],
    pkce: Pkce::Advertised,
    notes: &["Registration is open to clients of Figma's MCP catalog only; others get 403 in plain text. A personal access token (figd_) is for the REST API."],
    ..Provider::UNKNOWN
};
