//! What is wrong with what a server said.

use crate::plain::tagged::tagged;
use crate::wire::json::Unreadable;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The error of an endpoint (RFC 6749 §5.2, RFC 7591 §3.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorAnswer {
    /// The endpoint.
    pub url: String,
    /// The status; 200 where the error came as a success.
    pub status: u16,
    /// `error`.
    pub error: Option<String>,
    /// `error_description`, untrusted text.
    pub description: Option<String>,
}

/// A URL that a server named and that may not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUrl {
    /// Which URL: `server`, `resource_metadata`, `issuer`, `redirect`, or the name of a metadata member.
    pub what: String,
    /// The URL, raw.
    pub received: String,
}

/// Why a text is not an issuer identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerFlaw {
    /// No absolute URL.
    NotAUrl,
    /// Neither https nor http to this machine.
    NotHttps,
    /// It has a query.
    HasQuery,
    /// It has a fragment.
    HasFragment,
    /// It has user information.
    HasUserinfo,
    /// It is the address of a metadata document instead.
    MetadataUrl,
}

tagged! {
    "is", rename_all = "kebab-case";
    /// Why a registration answer can't be used.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum RegistrationFlaw {
        /// It can't be read.
        Unreadable {
            /// Why not.
            unreadable: Unreadable,
        },
        /// `client_id` is absent.
        NoClientId,
        /// `redirect_uris` is there and lacks ours.
        RedirectUriChanged {
            /// Ours.
            expected: String,
            /// What was registered instead.
            received: Vec<String>,
        },
    }
}

tagged! {
    "is", rename_all = "kebab-case";
    /// Why a token answer can't be used.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum TokenFlaw {
        /// It can't be read.
        Unreadable {
            /// Why not.
            unreadable: Unreadable,
        },
        /// `access_token` is absent.
        NoAccessToken,
        /// `token_type` is absent or one that this client doesn't understand (RFC 6749 §7.1), or `issued_token_type` is not the one asked for
        /// (RFC 8693 §2.2.1).
        TokenType {
            /// What it should be.
            expected: Cow<'static, str>,
            /// What it is.
            received: Option<String>,
        },
    }
}
