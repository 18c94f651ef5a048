//! GitLab, hosted or at home.

use super::{App, Fact, Pkce, Provider, Redirects, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "gitlab",
    name: "GitLab",
    sources: &[
        Source::read("2026-11-26", "https://gitlab.com/gitlab-org/gitlab/-/merge_requests/198566", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://docs.gitlab.com/user/gitlab_duo/model_context_protocol/mcp_server/", &[Fact::Registration, Fact::Notes]),
        Source::read("2026-11-22", "https://gitlab.com/gitlab-org/gitlab/-/issues/585070", &[Fact::Pkce]),
        Source::read("2026-11-27", "https://github.com/zereight/gitlab-mcp/blob/main/docs/oauth-setup.md", &[Fact::Redirects, Fact::App]),
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
    notes: &["Its own MCP server accepts only tokens with the scope mcp, which dynamically registered clients get and a personal access token can't have."],
    ..Provider::UNKNOWN
};
