//! Slack: an app made by hand, user tokens.

use super::{App, Fact, Matching, Provider, Redirects, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "slack",
    name: "Slack",
    sources: &[
        Source::read("2026-11-22", "https://docs.slack.dev/ai/slack-mcp-server/", &[Fact::Registration, Fact::Resource, Fact::Notes]),
        Source::read("2026-11-22", "https://docs.slack.dev/authentication/installing-with-oauth/", &[Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-27", "https://docs.slack.dev/authentication/using-pkce", &[Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-26", "https://nango.dev/docs/api-integrations/slack-mcp/how-to-register-your-own-slack-mcp-oauth-app", &[Fact::Registration, Fact::App, Fact::Notes]),
    ],
    hosts: &["slack.com", "mcp.slack.com"],
    errors: &["invalid client_id parameter"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::PathBelow,
        schemes: Some(true),
        loopback_note: "Slack accepts localhost and private-use schemes for apps with PKCE switched on, which makes the app a public client for good, and gives no bot scopes there.",
        ..Redirects::UNKNOWN
    },
    app: Some(App {
        url: "https://api.slack.com/apps",
        path: "Create New App → From scratch; Agents & AI Apps → switch on Model Context Protocol; OAuth & Permissions → Redirect URLs and User Token Scopes",
        secret: true,
    }),
    notes: &[
        "The client id has the form digits.digits; the token endpoint answers errors with 200 and ok: false.",
        "Only apps of the own workspace or of Slack's directory may use its MCP server.",
    ],
    ..Provider::UNKNOWN
};
