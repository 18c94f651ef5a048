//! The answer: first cause, findings, what to do now.

mod exit;
mod explained;
mod judge;
pub mod lens;
mod markdown;
mod public;
mod render;
mod sarif;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod schema;
mod text;
mod unseen;

pub use exit::status as exit_status;
pub use judge::{judge, judge_for};
pub use render::{Format, Layout, party as party_word, render, severity as severity_word};

pub use crate::action::{Action, ActionKind, Field, RuledOut};
pub use crate::finding::{Certainty, Citation, Finding, Overall, Place};

use crate::evidence::step::Step;
use crate::http::Exchange;
use serde::{Deserialize, Serialize};

/// The version of the report's shape.
pub const SCHEMA: u32 = 1;

/// The whole answer. Unknown members may appear in later versions; rule ids and kinds never change meaning.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The program that judged.
    pub tool: Tool,
    /// When, in ms since the epoch.
    pub at: Option<f64>,
    /// The MCP server's address, raw.
    pub server: Option<String>,
    /// The revision that was judged.
    pub revision: String,
    /// The answer in one word.
    pub verdict: Overall,
    /// The finding that, once removed, lets the flow get further; one of `findings`.
    pub cause: Option<Finding>,
    /// Where the evidence fits several causes: each, and what would tell it apart.
    pub candidates: Vec<Candidate>,
    /// Everything found, in the order of the flow.
    pub findings: Vec<Finding>,
    /// What to do now, the best first.
    pub actions: Vec<Action>,
    /// Ways that somebody would think of and that the evidence rules out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ruled_out: Vec<RuledOut>,
    /// What could not be seen.
    pub unseen: Vec<Unseen>,
    /// What was sent and received, without secrets.
    pub exchanges: Vec<Exchange>,
    /// How many exchanges are not among them: they have nothing to do with a sign-in, or repeat what is shown.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// How many different texts are withheld in them, because they are not known to be public: tokens, codes, cookies, what nobody knows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub withheld: usize,
    /// What each of `exchanges` is, in the same order: for whoever draws them.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// The program that made a report.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One of several causes that fit.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The cause, if it is the one.
    pub finding: Finding,
    /// The one observation that decides.
    pub tell_apart: String,
}

/// What could not be seen; never reported as missing and never as fine.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// What.
    pub what: String,
    /// Why not.
    pub why: String,
    /// How to see it.
    pub how: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde asks for
fn is_zero(count: &usize) -> bool {
    *count == 0
}
