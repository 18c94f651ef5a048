//! Microsoft Entra ID.

use super::{App, BOTH, Fact, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "entra",
    name: "Microsoft Entra ID",
    sources: &[
        Source::read("2026-11-27", "https://learn.microsoft.com/en-us/entra/identity-platform/reply-url", &[Fact::Redirects, Fact::App]),
        Source::read("2026-11-26", "https://zuplo.com/learn/mcp/compatibility/identity-providers", &[Fact::Registration, Fact::Resource]),
        Source::read("2026-11-22", "https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols", &[Fact::Refresh, Fact::Notes]),
        Source::read("2026-11-26", "https://github.com/microsoft/Dataverse-MCP/issues/15", &[Fact::Resource, Fact::Notes]),
        Source::read("2026-11-26", "https://github.com/LibreChat-AI/librechat.ai/issues/420", &[Fact::Notes]),
        Source::read("2026-11-22", "https://github.com/modelcontextprotocol/typescript-sdk/pull/992", &[Fact::Pkce]),
    ],
    hosts: &[
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
        "sts.windows.net",
        ".ciamlogin.com",
    ],
    errors: &["aadsts"],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Scope,
    redirects: Redirects {
        matching: Matching::Exact,
        port_free: &["localhost"],
        loopback: BOTH,
        loopback_note: "Entra accepts a loopback URI on the platform “Mobile and desktop applications”; one with 127.0.0.1 only through the manifest editor.",
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::SupportedOnly,
    refresh: Refresh::OFFLINE_ACCESS,
    app: Some(App {
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
        path: "App registrations → New registration → platform “Mobile and desktop applications”; 127.0.0.1 only by the manifest editor",
        secret: false,
    }),
    notes: &[
        "The v1 endpoint (/oauth2/token) sends expires_in as text; use /oauth2/v2.0.",
        "resource must be, to the character, the resource of the scope (AADSTS9010010): no slash added.",
    ],
    ..Provider::UNKNOWN
};
