//! Vercel's own MCP server and its accounts.

use super::{Fact, Hint, Provider, Redirects, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "vercel",
    name: "Vercel",
    sources: &[Source::read("2026-11-30", "https://github.com/coder/coder/pull/23510", &[Fact::Registration, Fact::Notes])],
    hosts: &["mcp.vercel.com", "vercel.com", "api.vercel.com"],
    registration: &[Registration::DynamicRestricted],
    redirects: Redirects::UNKNOWN,
    notes: &["A public client may register loopback redirect URIs only; a confidential one any."],
    hints: &[Hint {
        rules: &["registration/redirect-uri-refused"],
        text: "A client without a secret may register loopback redirect URIs only: a hosted client has to register with a secret (token_endpoint_auth_method client_secret_post).",
        source: "https://github.com/coder/coder/pull/23510",
        read: "2026-11-30",
    }],
    ..Provider::UNKNOWN
};
