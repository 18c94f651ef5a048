//! Dex, which people host themselves, in Kubernetes most of all.

use super::{Fact, Hint, Matching, Pkce, Provider, Redirects, Refresh, Registration, ResourceParameter, Source};

const REQUEST: &str = "https://github.com/dexidp/dex/blob/004c57d2230178829b683d638c1ed91025e3a5f1/server/oauth2.go";
const DISCOVERY: &str = "https://github.com/dexidp/dex/blob/0039f5514bff6bf3e9076bf6ce36fdd3c0f9c23e/server/handlers.go";
const DYNAMIC: &str = "https://github.com/dexidp/dex/pull/4988";

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "dex",
    name: "Dex",
    sources: &[
        Source::read("2026-11-30", REQUEST, &[Fact::Redirects, Fact::Resource, Fact::Refresh, Fact::Notes]),
        Source::read("2026-11-30", DISCOVERY, &[Fact::Pkce]),
        Source::read("2026-11-30", DYNAMIC, &[Fact::Registration]),
    ],
    paths: &["/dex/auth", "/dex/token"],
    errors: &["unregistered redirect_uri (", "missing required scope(s) [\"openid\"]", "unrecognized scope(s) ["],
    registration: &[Registration::OwnApp],
    resource: ResourceParameter::Configured,
    redirects: Redirects {
        matching: Matching::Exact,
        port_free: &["localhost", "127.0.0.1", "[::1]"],
        loopback_note: "Any loopback URI is accepted for a public client that has no redirect URIs at all; as soon as it has one, each has to match exactly.",
        ..Redirects::UNKNOWN
    },
    pkce: Pkce::Advertised,
    refresh: Refresh::OFFLINE_ACCESS,
    notes: &[
        "A request without the scope openid is refused, and so is any scope that Dex does not know.",
        "aud is the client’s ID; another one comes only by the scope audience:server:client_id:<id>.",
    ],
    hints: &[
        Hint {
            rules: &["registration/not-offered", "registration/guessed"],
            text: "Dex registers no clients by itself: add one to staticClients, with public: true and its redirect URIs, and give its ID to the client. Registration with an access token was proposed in August 2026.",
            source: DYNAMIC,
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/scope-refused", "authorization/scope-missing"],
            text: "Dex wants openid in every request and knows only openid, email, profile, groups, offline_access, federated:id and audience:server:client_id:<id>: list those in scopes_supported of the resource metadata, and openid among them.",
            source: REQUEST,
            read: "2026-11-30",
        },
        Hint {
            rules: &["authorization/redirect-uri-mismatch", "authorization/loopback-port-compared"],
            text: "Leave redirectURIs of the public client empty: then any http URI on localhost, 127.0.0.1 or [::1] is accepted, whatever its port. With one or more, each has to match exactly.",
            source: REQUEST,
            read: "2026-11-30",
        },
        Hint {
            rules: &["access/audience", "token/audience", "access/token-refused"],
            text: "aud is the client’s ID, not the MCP server: let the server accept that ID, or let clients ask for audience:server:client_id:<id> of a client that lists them as trustedPeers.",
            source: REQUEST,
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
