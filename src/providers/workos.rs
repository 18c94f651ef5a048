//! WorkOS AuthKit.

use super::{Pkce, Provider, Registration, ResourceParameter};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "workos",
    name: "WorkOS AuthKit",
    as_of: "2026-11-22",
    sources: &[
        "https://workos.com/docs/user-management/mcp/integrating",
        "https://workos.com/changelog/client-id-metadata-support-for-mcp-auth",
    ],
    hosts: &[".authkit.app", ".workos.com"],
    registration: &[Registration::DocumentOptIn, Registration::DynamicOptIn],
    resource: ResourceParameter::Resource,
    pkce: Pkce::Advertised,
    notes: &["Document and dynamic registration are switched on in the dashboard under Connect → Configuration."],
    ..Provider::UNKNOWN
};
