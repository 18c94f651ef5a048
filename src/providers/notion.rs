//! Notion.

use super::{Pkce, Provider, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "notion",
    name: "Notion",
    as_of: "2026-11-22",
    sources: &["https://developers.notion.com/guides/mcp/build-mcp-client"],
    hosts: &["mcp.notion.com", "api.notion.com"],
    registration: &[Registration::Dynamic],
    pkce: Pkce::Advertised,
    notes: &["An integration's token (ntn_) works at Notion's REST API; its hosted MCP server wants OAuth."],
    ..Provider::UNKNOWN
};
