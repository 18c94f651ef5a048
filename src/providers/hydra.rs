//! Ory Hydra, which people host themselves, and Ory Network.

use super::{Fact, Hint, Matching, Provider, Redirects, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "hydra",
    name: "Ory Hydra",
    sources: &[
        Source::read("2026-11-30", "https://github.com/agentserver/agentserver/pull/266", &[Fact::Redirects, Fact::Notes]),
        Source::read("2026-11-30", "https://github.com/ory/fosite/pull/400", &[Fact::Redirects]),
        Source::read("2026-11-30", "https://github.com/ory/hydra/pull/908", &[Fact::Registration]),
    ],
    hosts: &[".projects.oryapis.com"],
    errors: &["does not match any of the oauth 2.0 client's pre-registered redirect urls"],
    registration: &[Registration::DynamicOptIn, Registration::OwnApp],
    redirects: Redirects {
        matching: Matching::Exact,
        port_free: &["127.0.0.1", "[::1]"],
        ..Redirects::UNKNOWN
    },
    notes: &["Any port is accepted for http://127.0.0.1 and http://[::1] that are registered without one; for localhost the port has to be registered."],
    hints: &[Hint {
        rules: &["authorization/redirect-uri-mismatch", "registration/redirect-uri-refused"],
        text: "Register the loopback URI with 127.0.0.1 and without a port, or pin the port of the client and register exactly that: localhost is compared with its port.",
        source: "https://github.com/agentserver/agentserver/pull/266",
        read: "2026-11-30",
    }],
    ..Provider::UNKNOWN
};
