//! Scalekit: every environment, and in it every MCP server, is an issuer.

use super::{Fact, Hint, Provider, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "scalekit",
    name: "Scalekit",
    sources: &[
        Source::read("2026-11-30", "https://www.mintlify.com/scalekit-inc/developer-docs/products/mcp-auth", &[Fact::Registration]),
        Source::read("2026-11-30", "https://gofastmcp.com/python-sdk/fastmcp-server-auth-providers-scalekit", &[Fact::Resource, Fact::Notes]),
    ],
    hosts: &[".scalekit.com", ".scalekit.dev"],
    registration: &[Registration::DocumentOptIn, Registration::DynamicOptIn],
    resource: ResourceParameter::Resource,
    notes: &["The identifier of the MCP server in the dashboard has to be its address, to the character."],
    hints: &[
        Hint {
            rules: &["registration/not-offered", "registration/guessed", "registration/policy"],
            text: "Scalekit dashboard → MCP servers → your server: enable dynamic client registration and client ID metadata documents.",
            source: "https://glama.ai/mcp/servers/st3tha6ba3",
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/resource-refused", "token/resource-refused", "access/audience"],
            text: "Scalekit dashboard → MCP servers → your server: the server URL has to be the address that clients use, to the character.",
            source: "https://gofastmcp.com/python-sdk/fastmcp-server-auth-providers-scalekit",
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
