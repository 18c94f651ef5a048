//! Zitadel: every instance is an issuer of its own.

use super::{Fact, Hint, Provider, Registration, Source};

/// The pack.
pub static PROVIDER: Provider = Provider {
    id: "zitadel",
    name: "ZITADEL",
    sources: &[
        Source::read("2026-11-30", "https://zitadel.com/docs/guides/integrate/dynamic-client-registration", &[Fact::Registration]),
        Source::read("2026-11-30", "https://next-auth.js.org/providers/zitadel", &[Fact::Notes]),
    ],
    hosts: &[".zitadel.cloud"],
    errors: &["errors.authrequest."],
    registration: &[Registration::DynamicOptIn, Registration::OwnApp],
    notes: &[
        "The project stands in aud only where the scope urn:zitadel:iam:org:project:id:<project>:aud is asked for.",
        "http redirect URIs need the development mode of the application.",
    ],
    hints: &[
        Hint {
            rules: &["registration/not-offered", "registration/guessed", "registration/policy"],
            text: "Dynamic client registration is off by default: PUT /v2/settings/security with dynamicClientRegistration.enabled, as an IAM owner.",
            source: "https://zitadel.com/docs/guides/integrate/dynamic-client-registration",
            read: "2026-11-30",
        },
        Hint {
            rules: &["access/audience", "token/audience"],
            text: "Ask for the scope urn:zitadel:iam:org:project:id:<project>:aud, so that the project is in aud.",
            source: "https://next-auth.js.org/providers/zitadel",
            read: "2026-11-30",
        },
    ],
    ..Provider::UNKNOWN
};
