//! Ping Identity: PingOne and PingOne Advanced Identity Cloud.

use super::{App, Fact, Provider, Redirects, Registration, ResourceParameter, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "ping",
    name: "Ping Identity",
    sources: &[
        Source::read("2026-11-27", "https://docs.pingidentity.com/pinggateway/2026/mcp/tutorial-pingone.html", &[Fact::Registration, Fact::Resource]),
        Source::read("2026-11-22", "https://docs.pingidentity.com/pinggateway/2026/mcp/tutorial-pingone.html", &[Fact::Redirects, Fact::App]),
        Source::read("2026-11-27", "https://docs.pingidentity.com/pinggateway/2026/mcp/tutorial-aic.html", &[Fact::Notes]),
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
