//! The answer: first cause, findings, what to do now.

mod cause;
mod exit;
mod judge;
mod markdown;
mod refused;
mod render;
mod sarif;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod schema;
mod text;

pub use exit::status as exit_status;
pub use judge::{judge, judge_for};
pub use render::{Format, Layout, party as party_word, render, severity as severity_word};

use crate::evidence::step::Step;
use crate::http::Exchange;
use crate::rule::{Party, Severity};
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

/// The answer in one word.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    /// Signing in works as far as it was seen.
    Ok,
    /// Nothing stops a sign-in, but something is not offered or not as it should be.
    Degraded,
    /// Signing in stops, and the cause is known.
    Blocked,
    /// Signing in stops or can't be judged, and several causes fit.
    Undetermined,
}

/// One thing that was found.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The step of the flow.
    pub step: String,
    /// How bad.
    pub severity: Severity,
    /// Who must fix it.
    pub party: Party,
    /// The fact, with the actual values.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do about it.
    pub fix: String,
    /// What should have been there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#where: Option<Place>,
    /// Seen or concluded.
    pub certainty: Certainty,
    /// The clauses.
    pub cites: Vec<Citation>,
}

/// Where something was found.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Index into the report's `exchanges`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<usize>,
    /// The URL that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Header, member or parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// Seen or concluded.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// It is in the evidence.
    Observed,
    /// It follows from the evidence, or from what a client said.
    Inferred,
}

/// A clause that is broken.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Such as `RFC 9728 §3.3`.
    pub label: String,
    /// Link to the clause.
    pub url: String,
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

/// What a host renders as a button or a form.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What kind of way it is.
    pub kind: ActionKind,
    /// What the person reads on the button.
    pub title: String,
    /// Why this is offered here.
    pub why: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// What to fill in.
    pub fields: Vec<Field>,
}

/// A way that doesn't work here.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuledOut {
    /// What kind of way it is.
    pub kind: ActionKind,
    /// Why not, in one sentence.
    pub why: String,
}

/// The closed list of ways.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Sign in now: nothing stands in the way.
    SignIn,
    /// Use a client ID metadata document.
    ClientMetadataDocument,
    /// Make an own OAuth app at the provider and use its client id.
    OwnApp,
    /// Use a personal access token.
    PersonalAccessToken,
    /// Use user name and password, or id and key, by Basic.
    Basic,
    /// Use an API key in a header.
    ApiKeyHeader,
    /// Sign in again with more scopes.
    AddScopes,
    /// Forget the registered client and register again.
    RegisterAgain,
    /// Send the patch to the server's operator.
    PatchServer,
    /// Send the patch to the authorization server's operator.
    PatchAuthorizationServer,
    /// Tell the client's author.
    ReportToClient,
    /// Let the client through at the edge.
    AllowAtEdge,
    /// Use another address.
    UseOtherAddress,
    /// Allow one named deviation (`allow`), on the person's own decision.
    AllowDeviation,
    /// Try again later.
    RetryLater,
    /// Free the port, or use another.
    FreePort,
    /// Change a setting of the machine, the network or the client.
    ChangeSetting,
    /// Open the address by hand, and paste back where the browser ends.
    OpenByHand,
    /// Capture what would decide between the candidates.
    CaptureMore,
}

/// One field of a form.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, for `applyAction`.
    pub name: String,
    /// What the person reads.
    pub label: String,
    /// `text`, `password`, `url`, `select` or `checkbox`.
    pub r#type: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it is hidden and never has a `value`.
    pub secret: bool,
    /// A regular expression that the value must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A line of help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// What the evidence allows to fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
