//! WorkOS AuthKit.

use super::{Fact, Pkce, Provider, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "workos",
    name: "WorkOS AuthKit",
    sources: &[
        Source::read("2026-11-26", "https://workos.com/changelog/client-id-metadata-support-for-mcp-auth", &[Fact::Registration]),
        Source::read("2026-11-27", "https://workos.com/docs/user-management/mcp/integrating", &[Fact::Pkce]),
        Source::read("2026-11-27", "https://docs.skybridge.tech/api-reference/workos-provider", &[Fact::Registration, Fact::Resource, Fact::Notes]),
    ],
    hosts: &[".authkit.app", ".workos.com"],
    registration: &[Registration::DocumentOptIn, Registration::DynamicOptIn],
    resource: ResourceParameter::Resource,
    pkce: Pkce::Advertised,
    notes: &["Document and dynamic registration are switched on in the dashboard under Connect → Configuration."],
    ..Provider::UNKNOWN
};
