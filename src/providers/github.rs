//! GitHub: OAuth apps and personal access tokens; no dynamic registration.

use super::{App, Fact, Matching, Pkce, Provider, Redirects, Registration, ResourceParameter, Scheme, Source, StaticToken};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "github",
    name: "GitHub",
    sources: &[
        Source::read("2026-11-27", "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps", &[Fact::Resource, Fact::Redirects]),
        Source::read("2026-11-22", "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps", &[Fact::Notes]),
        Source::read("2026-11-27", "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/creating-an-oauth-app", &[Fact::App, Fact::Redirects]),
        Source::read("2026-11-26", "https://github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication/", &[Fact::Pkce]),
        Source::read("2026-11-26", "https://github.com/git-ecosystem/git-credential-manager/pull/1286", &[Fact::Redirects]),
        Source::read("2026-11-27", "https://github.com/github/github-mcp-server/issues/2532", &[Fact::Registration]),
        Source::read("2026-11-27", "https://github.com/anomalyco/opencode/issues/5716", &[Fact::Registration, Fact::Token]),
    ],
    hosts: &["github.com", "api.githubcopilot.com"],
    errors: &["redirect_uri is not associated with this application"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::PathBelow,
        port_free: &["127.0.0.1"],
        schemes: Some(true),
        single: true,
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Advertised,
    app: Some(App {
        url: "https://github.com/settings/applications/new",
        path: "Settings → Developer settings → OAuth Apps → New OAuth App",
        secret: true,
    }),
    token: Some(StaticToken {
        url: "https://github.com/settings/personal-access-tokens/new",
        scheme: Scheme::Bearer,
        scopes: &["repo", "read:user", "read:org"],
    }),
    notes: &[
        "The token endpoint answers form-encoded unless Accept: application/json is sent, and puts errors into a 200.",
        "An OAuth app's token doesn't expire; a GitHub App's token lasts 8 hours and comes with a refresh token.",
    ],
    ..Provider::UNKNOWN
};
