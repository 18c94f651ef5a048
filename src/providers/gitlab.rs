//! GitLab, hosted or at home.

use super::{App, Pkce, Provider, Redirects, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "gitlab",
    name: "GitLab",
    as_of: "2026-11-22",
    sources: &[
        "https://docs.gitlab.com/integration/oauth_provider/",
        "https://docs.gitlab.com/user/gitlab_duo/model_context_protocol/mcp_server/",
        "https://gitlab.com/gitlab-org/gitlab/-/issues/585070",
        "https://gitlab.com/gitlab-org/gitlab/-/issues/554826",
    ],
    hosts: &["gitlab.com", "gitlab."],
    paths: &["/api/v4/mcp"],
    registration: &[Registration::Dynamic, Registration::OwnApp],
    redirects: Redirects::EXACT,
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://gitlab.com/-/user_settings/applications",
        path: "Edit profile → Applications → Add new application; leave “Confidential” off",
        secret: false,
    }),
    notes: &["Its own MCP server takes tokens of the scope mcp only, which dynamically registered clients get and a personal access token can't have."],
    ..Provider::UNKNOWN
};
