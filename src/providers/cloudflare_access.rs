//! Cloudflare Access in front of a server (Managed OAuth).

use super::{Fact, Matching, Provider, Redirects, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "cloudflare-access",
    name: "Cloudflare Access",
    sources: &[
        Source::read("2026-11-26", "https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/managed-oauth/", &[Fact::Registration, Fact::Redirects, Fact::Notes]),
    ],
    hosts: &[".cloudflareaccess.com"],
    paths: &["/cloudflare-access-protected-resource", "/cdn-cgi/access/"],
    errors: &["cloudflare-access"],
    registration: &[Registration::DynamicRestricted],
    redirects: Redirects {
        matching: Matching::Pattern,
        ..Redirects::UNKNOWN
    },
    notes: &["Without Managed OAuth a client gets a 302 to a login page. With it, the application's settings list the redirect URIs that may register, and have a switch for loopback clients."],
    ..Provider::UNKNOWN
};
