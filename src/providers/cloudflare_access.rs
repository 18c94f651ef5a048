//! Cloudflare Access in front of a server (Managed OAuth).

use super::{Matching, Provider, Redirects, Registration};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "cloudflare-access",
    name: "Cloudflare Access",
    as_of: "2026-11-22",
    sources: &["https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/managed-oauth/"],
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
