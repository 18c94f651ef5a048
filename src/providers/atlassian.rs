//! Atlassian: Rovo MCP server.

use super::{App, Matching, Pkce, Provider, Redirects, Registration, Scheme, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "atlassian",
    name: "Atlassian",
    as_of: "2026-11-22",
    sources: &[
        "https://developer.atlassian.com/cloud/rovo-mcp/guides/authentication-and-authorization/",
        "https://support.atlassian.com/atlassian-ai-gateway/docs/use-rovo-mcp-with-other-supported-mcp-clients/",
        "https://github.com/github/copilot-cli/issues/4795",
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
        "A service account's key goes as Bearer, a person's API token as Basic with the e-mail address.",
    ],
    ..Provider::UNKNOWN
};
