//! A judgement as it stands in a report: what advice is chosen from.

pub use crate::rule::Certainty;

use crate::rule::{Party, Severity, Ways};
use serde::{Deserialize, Serialize};

/// The answer in one word.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    /// Everything that a sign-in needs before a person acts was seen to pass; or a token was accepted; or no sign-in is needed.
    Ok,
    /// Nothing is broken, and a person has to bring something: a client ID, a token, a credential.
    Needs,
    /// Something is broken or was refused, and the cause was observed or told.
    Blocked,
    /// The evidence ends early, or fits several causes.
    Undetermined,
    /// What was given shows no sign-in.
    Nothing,
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
    /// The checks of the official conformance suite that look at the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conformance: Vec<String>,
    /// Other ways out than the rule's; the report has them as actions.
    #[serde(skip)]
    pub ways: Option<Ways>,
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

/// A clause that is broken.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Such as `RFC 9728 §3.3`.
    pub label: String,
    /// Link to the clause.
    pub url: String,
}
