//! Descope.

use super::{App, Fact, Pkce, Provider, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "descope",
    name: "Descope",
    sources: &[
        Source::read("2026-11-26", "https://docs.descope.com/agentic-identity-hub/mcp-servers/registration-methods", &[Fact::Registration]),
        Source::read("2026-11-27", "https://docs.descope.com/agentic-identity-hub/mcp-servers/settings", &[Fact::Registration, Fact::Resource, Fact::Notes]),
        Source::read("2026-11-22", "https://docs.descope.com/agentic-identity-hub/mcp-servers/settings", &[Fact::Pkce, Fact::App]),
    ],
    hosts: &[".descope.com"],
    paths: &["/v1/apps/agentic/"],
    registration: &[
        Registration::DocumentOptIn,
        Registration::Dynamic,
        Registration::OwnApp,
    ],
    resource: ResourceParameter::Configured,
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://app.descope.com/",
        path: "Agentic Identity Hub → MCP Servers → your server → Clients",
        secret: false,
    }),
    notes: &["The MCP Server URL of the settings becomes aud; it must be the URL that clients dial."],
    ..Provider::UNKNOWN
};
