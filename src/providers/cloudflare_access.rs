//! Cloudflare Access in front of a server (Managed OAuth).

use super::{Fact, Hint, Matching, Provider, Redirects, Registration, ResourceParameter, Source};

const MANAGED: &str = "https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/managed-oauth/";
const RESOURCE: &str = "https://github.com/anthropics/claude-ai-mcp/issues/478";

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "cloudflare-access",
    name: "Cloudflare Access",
    sources: &[
        Source::read("2026-11-30", MANAGED, &[Fact::Registration, Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-30", RESOURCE, &[Fact::Resource]),
    ],
    hosts: &[".cloudflareaccess.com"],
    paths: &["/cloudflare-access-protected-resource", "/cdn-cgi/access/"],
    errors: &["cloudflare-access"],
    registration: &[Registration::DynamicRestricted],
    resource: ResourceParameter::Resource,
    redirects: Redirects {
        matching: Matching::Pattern,
        ..Redirects::UNKNOWN
    },
    notes: &[
        "Without Managed OAuth a client gets a 302 to a login page. With it, the application's settings list the redirect URIs that may register, and have a switch for loopback clients.",
        "Managed OAuth replaces the 401 of the server behind it: it is not for a server that has an authorization server of its own.",
    ],
    hints: &[
        Hint {
            rules: &["contact/login-page", "contact/redirect", "challenge/missing", "edge/blocked"],
            text: "Zero Trust → Access → Applications → the application → Managed OAuth: switch it on, so that programs get a 401 with metadata instead of a redirect to a login page. Not where the server behind it has its own sign-in: then bypass Access for its address and /.well-known.",
            source: MANAGED,
            read: "2026-11-30",
        },
        Hint {
            rules: &["registration/redirect-uri-refused", "registration/policy", "registration/metadata-refused", "registration/not-offered"],
            text: "The application’s Managed OAuth settings decide who registers: allow loopback clients there (http://localhost:PORT/callback), and add the https redirect URIs of hosted clients (a path may end in /*).",
            source: "https://github.com/every-app/open-seo/pull/48",
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/resource-missing", "callback/never-came"],
            text: "Managed OAuth wants `resource` in the authorization request: without it the browser ends at the server’s own address after the login, and never comes back to the client.",
            source: RESOURCE,
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
