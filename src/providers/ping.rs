//! Ping Identity: PingOne and PingOne Advanced Identity Cloud.

use super::{App, Provider, Redirects, Registration, ResourceParameter};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "ping",
    name: "Ping Identity",
    as_of: "2026-11-22",
    sources: &[
        "https://docs.pingidentity.com/pinggateway/2026/mcp/tutorial-pingone.html",
        "https://docs.pingidentity.com/pinggateway/2026/mcp/tutorial-aic.html",
    ],
    hosts: &[
        ".pingone.com",
        ".pingone.eu",
        ".pingone.ca",
        ".pingone.asia",
        ".pingidentity.com",
        ".forgeblocks.com",
    ],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects::EXACT,
    app: Some(App {
        url: "",
        path: "PingOne console → Applications → Add Application → Native; the audience is set under Applications → Resources",
        secret: false,
    }),
    notes: &["Advanced Identity Cloud sets the audience by an access token modification script."],
    ..Provider::UNKNOWN
};
