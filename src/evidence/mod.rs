//! All that was seen, as plain data: a bug report, a test fixture and an example in a rule are the same kind of file.

pub mod configuration;
pub mod error_text;
pub mod har;
pub mod import;
mod link;
pub mod reading;
pub mod recognise;
pub mod redact;
pub mod seen;
pub mod step;
pub mod tools;
pub mod transcript;

pub use link::absolute;

use configuration::Configuration;

use crate::flow::refusal::Refusal;
use crate::http::Exchange;
use crate::spec::Revision;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Everything that is known about one attempt to sign in. `Default` is: nothing seen.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Evidence {
    /// The MCP server's address as the person gave it, raw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The error message that a client showed, untrusted text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// What was sent and received, in the order of time.
    pub exchanges: Vec<Exchange>,
    /// What clients were told of their servers: shapes, never secrets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub configurations: Vec<Configuration>,
    /// The revision to judge by; else the one that the server negotiated, else the newest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// Where it was seen: in a browser page, headers may be hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_from: Option<Vantage>,
    /// The clock of the machine that saw it, in ms since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<f64>,
    /// Why our own flow stopped, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// How many exchanges were left out because they have nothing to do with a sign-in, or repeat what is shown; nothing where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<usize>,
}

/// Without the texts that people paste: they repeat tokens. To pass evidence on, use [`redact::evidence`].
impl fmt::Debug for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Evidence")
            .field("exchanges", &self.exchanges)
            .field("revision", &self.revision)
            .field("seen_from", &self.seen_from)
            .finish_non_exhaustive()
    }
}

/// From where the exchanges were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vantage {
    /// A process: every header and every status is visible.
    Process,
    /// A web page or web worker: CORS hides headers, redirects and failures.
    Browser,
}
