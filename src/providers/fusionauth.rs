//! FusionAuth, in its cloud; those that people host have a host of their own and nothing in the path that is theirs alone.

use super::{Fact, Hint, Provider, Registration, Source};

const DYNAMIC: &str = "https://github.com/FusionAuth/fusionauth-issues/issues/1125";
const TENANTS: &str = "https://github.com/nextauthjs/next-auth/blob/v4/packages/next-auth/src/providers/fusionauth.ts";

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "fusionauth",
    name: "FusionAuth",
    sources: &[
        Source::read("2026-11-30", DYNAMIC, &[Fact::Registration]),
        Source::read(
            "2026-11-30",
            "https://raw.githubusercontent.com/api-evangelist/fusionauth/refs/heads/main/vendor-facets/fusionauth-vendor-facets.yml",
            &[Fact::Registration],
        ),
        Source::read("2026-11-30", TENANTS, &[Fact::Notes]),
    ],
    hosts: &[".fusionauth.io"],
    registration: &[Registration::OwnApp],
    notes: &["With more than one tenant, the metadata and the authorization request need ?tenantId=<id>, which an MCP client does not add."],
    hints: &[
        Hint {
            rules: &["registration/not-offered", "registration/guessed"],
            text: "FusionAuth registers no clients by itself: make an application and give its client ID to the client.",
            source: DYNAMIC,
            read: "2026-11-30",
        },
        Hint {
            rules: &["server/issuer-mismatch", "server/metadata-missing", "authorization/client-unknown"],
            text: "With more than one tenant, FusionAuth reads the tenant from ?tenantId=<id> in the metadata’s and the authorization endpoint’s URL, which MCP clients don’t add: give the MCP server’s tenant an address of its own.",
            source: TENANTS,
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
