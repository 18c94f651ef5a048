//! Notion.

use super::{Fact, Pkce, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "notion",
    name: "Notion",
    sources: &[
        Source::read("2026-11-26", "https://developers.notion.com/guides/mcp/build-mcp-client", &[Fact::Registration, Fact::Pkce, Fact::Notes]),
    ],
    hosts: &["mcp.notion.com", "api.notion.com"],
    registration: &[Registration::Dynamic],
    pkce: Pkce::Advertised,
    notes: &["An integration's token (ntn_) works at Notion's REST API; its hosted MCP server wants OAuth."],
    ..Provider::UNKNOWN
};
