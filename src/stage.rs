//! How far a sign-in can get: nine stages, in their order. A finding belongs to one, and so does every exchange of the flow.

use serde::{Deserialize, Serialize};

/// A stage of the sign-in. The order is that of the flow (MCP, authorization flow steps).
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The MCP server answers at the address that the client was given.
    Contact,
    /// It says how to sign in: 401 with a challenge, or metadata at the well-known locations.
    Challenge,
    /// The protected resource metadata (RFC 9728).
    Resource,
    /// The authorization server metadata (RFC 8414, OpenID Connect Discovery).
    Server,
    /// The client gets an id: registered, by a document, or brought.
    Registration,
    /// The authorization request in the browser.
    Authorization,
    /// The authorization response at the redirect URI.
    Callback,
    /// The token request, and each refresh.
    Token,
    /// A request to the MCP server with the token.
    Access,
}

impl Stage {
    /// Every stage, in the order of the flow.
    pub const ALL: [Self; 9] = [
        Self::Contact,
        Self::Challenge,
        Self::Resource,
        Self::Server,
        Self::Registration,
        Self::Authorization,
        Self::Callback,
        Self::Token,
        Self::Access,
    ];

    /// The name, as reports and rule ids have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Challenge => "challenge",
            Self::Resource => "resource",
            Self::Server => "server",
            Self::Registration => "registration",
            Self::Authorization => "authorization",
            Self::Callback => "callback",
            Self::Token => "token",
            Self::Access => "access",
        }
    }

    /// The stage of a name; `None` for `configuration`, `client`, `browser` and `edge`, which are origins and not stages.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether a probe asks for it without a person: a client reads these, and acts at the later ones.
    #[must_use]
    pub fn is_discovery(self) -> bool {
        self <= Self::Server
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn the_stages_are_ordered_as_they_are_listed_and_found_by_their_names() {
        assert!(Stage::ALL.is_sorted());
        for stage in Stage::ALL {
            assert_eq!(Stage::of(stage.name()), Some(stage));
        }
        assert_eq!(Stage::of("edge"), None);
    }
}
