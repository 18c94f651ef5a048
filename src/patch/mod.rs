//! The corrected header line or document for a server's defect, and how to send it from what servers are made of. Which rule has
//! which correction, the rule says.

mod challenge;
mod document;
mod how;
mod right;

pub use challenge::challenge;
pub use document::{
    Members, authorization_server, change_entries, described, expected_issuer, in_place,
    in_resource, in_server, members, own_resource, retyped_server, s256, seen_resource,
    seen_server, served, with_code_flow,
};
pub use right::{issuer_of_entry, own, retype, secure};

use crate::evidence::Evidence;
use crate::evidence::reading::Reading;
use crate::http::{Exchange, Headers, Request, Response};
use serde::{Deserialize, Serialize};

/// What makes the correction of a rule's finding; nothing where the evidence doesn't tell what is right.
pub type Correct = fn(&Reading<'_>, &Spot<'_>) -> Option<Patch>;

/// What a correction has to know of the finding.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// Index of the exchange that shows it.
    pub exchange: Option<usize>,
    /// What should have been there.
    pub expected: Option<&'a str>,
}

impl Spot<'_> {
    /// Whether an exchange is the one that shows it; any is, where none does.
    #[must_use]
    pub fn is_at(&self, index: usize) -> bool {
        self.exchange.is_none_or(|at| at == index)
    }
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The rule whose finding it corrects.
    pub rule: String,
    /// Where it is sent: the URL of the document, or of the 401 that has the header.
    pub url: String,
    /// The name of the header; nothing for a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The header's value, or the document's text.
    pub content: String,
    /// What has to be true besides, before this may be published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How to send it.
    #[serde(default, skip_deserializing)]
    pub how: Vec<How>,
}

/// How to send it from one kind of server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct How {
    /// Which.
    pub stack: &'static str,
    /// Code or configuration.
    pub text: String,
}

impl Patch {
    /// With one more thing that has to be true.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        self.notes.push(text.to_owned());
        self
    }
}

/// The evidence as it would be with the correction.
#[must_use]
pub fn patched(evidence: &Evidence, patch: &Patch) -> Evidence {
    let mut evidence = evidence.clone();
    if let Some(name) = &patch.header {
        for exchange in &mut evidence.exchanges {
            let here =
                exchange.request.url == patch.url && !exchange.request.headers.has("authorization");
            if let Some(response) = exchange
                .response
                .as_mut()
                .filter(|response| here && response.status == 401)
            {
                let kept = response
                    .headers
                    .iter()
                    .filter(|(found, _)| !found.eq_ignore_ascii_case(name));
                response.headers = kept.collect::<Headers>().with(name, patch.content.clone());
            }
        }
        return evidence;
    }
    let response = Response {
        status: 200,
        headers: Headers::new()
            .with("Content-Type", "application/json")
            .with("Access-Control-Allow-Origin", "*"),
        body: Some(patch.content.clone()),
        ..Response::default()
    };
    let mut found = false;
    for exchange in evidence
        .exchanges
        .iter_mut()
        .filter(|one| one.request.url == patch.url)
    {
        (exchange.response, exchange.failure, found) = (Some(response.clone()), None, true);
    }
    if !found {
        evidence.exchanges.push(Exchange {
            request: Request::get(patch.url.clone()),
            response: Some(response),
            ..Exchange::default()
        });
    }
    evidence
}
