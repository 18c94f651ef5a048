//! Microsoft Entra ID.

use super::{App, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "entra",
    name: "Microsoft Entra ID",
    as_of: "2026-11-22",
    sources: &[
        "https://learn.microsoft.com/en-us/entra/identity-platform/reply-url",
        "https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols",
        "https://zuplo.com/learn/mcp/compatibility/identity-providers",
        "https://github.com/modelcontextprotocol/typescript-sdk/pull/992",
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
        schemes: Some(true),
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
