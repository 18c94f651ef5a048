//! GitLab, hosted or at home.

use super::{App, Pkce, Provider, Redirects, Registration, Scheme, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "gitlab",
    name: "GitLab",
    as_of: "2026-11-22",
    sources: &[
        "https://docs.gitlab.com/integration/oauth_provider/",
        "https://docs.gitlab.com/user/gitlab_duo/model_context_protocol/mcp_server/",
        "https://gitlab.com/gitlab-org/gitlab/-/issues/585070",
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
    token: Some(StaticToken {
        url: "https://gitlab.com/-/user_settings/personal_access_tokens",
        scheme: Scheme::Bearer,
        scopes: &["mcp"],
    }),
    prefixes: &["glpat-", "gloas-", "glptt-", "gldt-"],
    ..Provider::UNKNOWN
};
