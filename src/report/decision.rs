//! What the cause is, and what else would fit.

use super::judge::finding;
use super::{Candidate, Finding};
use crate::evidence::reading::Reading;
use crate::rule::Fact;
use crate::rules;

/// The decision: an index into the judged facts, and what else fits.
#[derive(Debug, Default)]
pub struct Decision {
    /// The cause.
    pub cause: Option<usize>,
    /// Other rules that fit as well, with what would tell them apart.
    pub others: Vec<(&'static str, String)>,
}

impl Decision {
    /// Every cause that fits, the likeliest first; empty where only one does.
    #[must_use]
    pub fn candidates(&self, reading: &Reading, cause: Option<&Finding>) -> Vec<Candidate> {
        let Some(cause) = cause.filter(|_| !self.others.is_empty()) else {
            return Vec::new();
        };
        let first = Candidate {
            finding: cause.clone(),
            tell_apart: tell_apart(&cause.rule),
        };
        let others = self.others.iter().filter_map(|(id, tell)| {
            let rule = rules::by_id(id)?;
            let fact = Fact::default().inferred();
            let severity = rule.severity(reading.revision).unwrap_or(rule.severity);
            Some(Candidate {
                finding: finding(reading, rule, &fact, severity),
                tell_apart: tell.clone(),
            })
        });
        std::iter::once(first).chain(others).collect()
    }
}

/// What to capture so that a rule can be judged.
#[must_use]
pub fn tell_apart(id: &str) -> String {
    let step = id.split_once('/').map_or(id, |(step, _)| step);
    let what = match step {
        "registration" => "the registration request with its answer",
        "authorization" | "callback" => {
            "the address of the authorization request and of the callback, from the browser"
        }
        "token" => "the token request with its answer",
        "access" => "the MCP request with the token and its answer, headers included",
        "server" => "the authorization server's metadata, whole",
        "resource" => {
            "the protected resource metadata, whole, and the address the client was given"
        }
        "challenge" | "contact" => {
            "the first MCP request without a token and its answer, headers included"
        }
        "browser" => "the browser's console, and the same request from outside a browser",
        "edge" => {
            "the same request from a terminal (curl) and from the client, with the answers' headers"
        }
        _ => "every request of the client with its answer, as a HAR file",
    };
    format!("Capture {what}.")
}
