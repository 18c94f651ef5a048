//! What a step of the sign-in comes to, and how it stops.

use crate::error::Misuse;
use crate::flow::after::proof::Proof;
use crate::flow::deviation::Deviation;
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::pending::Pending;
use crate::flow::keep::tokens::Tokens;
use crate::flow::refusal::Refusal;
use crate::http::Exchange;
use serde::Serialize;

/// What the host does next. A stop is not here: see [`Stop`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Outcome {
    /// Open the browser; the callback goes to `completeSignIn`.
    OpenBrowser {
        /// The authorization URL.
        url: String,
        /// The host, with its port, to show before the browser opens (RFC 9728 §7.8).
        authorization_host: String,
        /// The scopes that are asked for; empty means that the server decides.
        scopes: Vec<String>,
        /// Where the callback comes.
        redirect_uri: String,
        /// What completes the sign-in; secret.
        pending: Box<Pending>,
        /// When it ends, in ms since the epoch.
        expires_at: f64,
    },
    /// Show a code that the person types in elsewhere (RFC 8628 §3.3).
    ShowCode {
        /// The code.
        user_code: String,
        /// Where to type it.
        verification_uri: String,
        /// The same with the code in it.
        #[serde(skip_serializing_if = "Option::is_none")]
        verification_uri_complete: Option<String>,
        /// Seconds between two questions.
        interval_seconds: f64,
        /// When the code ends, in ms since the epoch.
        expires_at: f64,
        /// What completes the sign-in; secret.
        pending: Box<Pending>,
    },
    /// Signed in.
    SignedIn {
        /// The tokens; secret.
        tokens: Box<Tokens>,
        /// Whether the server was seen to accept them.
        proof: Proof,
        /// What the store said, where it did not keep them: they are good, and only here.
        #[serde(skip_serializing_if = "Option::is_none")]
        not_kept: Option<String>,
    },
    /// The server wants no credential: there is nothing to sign in to.
    NotNeeded {
        /// The MCP server's address, raw.
        server: String,
    },
}

/// Why there is no outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// A gate refused; a report explains it.
    Refused(Box<Refusal>),
    /// The caller made a mistake.
    Misused(Box<Misuse>),
    /// The host could not do what was needed.
    Host(HostFailed),
}

impl Outcome {
    /// A flow about a server that wants no credential ends well.
    ///
    /// # Errors
    /// Those of the flow.
    pub fn or_not_needed(server: &str, ended: Result<Self, Stop>) -> Result<Self, Stop> {
        match ended {
            Err(Stop::Refused(refusal)) if refusal.is_needless() => Ok(Self::NotNeeded {
                server: server.to_owned(),
            }),
            ended => ended,
        }
    }
}

impl<T> Concluded<T> {
    /// Runs a flow and takes along what it saw.
    pub fn of(host: &Host, flow: impl FnOnce(&Host) -> Result<T, Stop>) -> Self {
        Self {
            result: flow(host),
            exchanges: host.seen(),
            deviations: host.deviations(),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Misuse> for Stop {
    fn from(misuse: Misuse) -> Self {
        Self::Misused(Box::new(misuse))
    }
}

impl From<HostFailed> for Stop {
    fn from(failed: HostFailed) -> Self {
        Self::Host(failed)
    }
}

/// How a flow ended, with all that it saw: the report is judged from the exchanges.
#[derive(Clone, Debug, PartialEq)]
pub struct Concluded<T> {
    /// What it came to.
    pub result: Result<T, Stop>,
    /// Everything sent and received, in order. Holds secrets.
    pub exchanges: Vec<Exchange>,
    /// What it did that another client may not do.
    pub deviations: Vec<Deviation>,
}
