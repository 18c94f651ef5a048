//! Figma: only clients of its catalog may register.

use super::{Fact, Pkce, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "figma",
    name: "Figma",
    sources: &[
        Source::read("2026-11-26", "https://glama.ai/mcp/servers/egor-sh/figma-mcp-bridge", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://developers.figma.com/docs/figma-mcp-server/remote-server-installation/", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://github.com/sambitcreate/aiden-agent/pull/83", &[Fact::Pkce, Fact::Notes]),
    ],
    hosts: &["mcp.figma.com", "api.figma.com", "www.figma.com"],
    registration: &[Registration::DynamicRestricted],
    pkce: Pkce::Advertised,
    notes: &["Registration is open to clients of Figma's MCP catalog only; others get 403 in plain text. A personal access token (figd_) is for the REST API."],
    ..Provider::UNKNOWN
};
