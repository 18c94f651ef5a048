//! Atlassian: Rovo MCP server.

use super::{App, Fact, Matching, Pkce, Provider, Redirects, Registration, Scheme, Source, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "atlassian",
    name: "Atlassian",
    sources: &[
        Source::read("2026-11-26", "https://support.atlassian.com/atlassian-rovo-mcp-server/docs/authentication-and-authorization", &[Fact::Token, Fact::Notes]),
        Source::read("2026-11-26", "https://support.atlassian.com/atlassian-ai-gateway/docs/use-rovo-mcp-with-other-supported-mcp-clients/", &[Fact::Notes]),
        Source::read("2026-11-26", "https://www.speakeasy.com/docs/ai-control-plane/guides/atlassian.md", &[Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-22", "https://github.com/github/copilot-cli/issues/4795", &[Fact::Registration, Fact::Pkce]),
        Source::read("2026-11-22", "https://developer.atlassian.com/cloud/rovo-mcp/guides/authentication-and-authorization/", &[Fact::App]),
    ],
    hosts: &[
        "mcp.atlassian.com",
        "cf.mcp.atlassian.com",
        "auth.atlassian.com",
        "id.atlassian.com",
    ],
    registration: &[
        Registration::Document,
        Registration::DynamicRestricted,
        Registration::OwnApp,
    ],
    redirects: Redirects {
        matching: Matching::Pattern,
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://developer.atlassian.com/console/myapps/",
        path: "Create → OAuth 2.0 integration → Authorization → Callback URL",
        secret: true,
    }),
    token: Some(StaticToken {
        url: "https://id.atlassian.com/manage-profile/security/api-tokens",
        scheme: Scheme::Basic,
        scopes: &[],
    }),
    notes: &[
        "An organization's administrator allows redirect domains and API tokens at admin.atlassian.com → Rovo → Rovo MCP server.",
        "https://mcp.atlassian.com/v1/sse is not supported since 30 June 2026; use https://mcp.atlassian.com/v1/mcp/authv2.",
        "A service account's key goes as Bearer, a person's API token as Basic with the e-mail address.",
    ],
    ..Provider::UNKNOWN
};
