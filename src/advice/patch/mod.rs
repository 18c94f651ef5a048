//! The corrected header line or document for a server's defect, and how to send it from what servers are made of.

mod correct;
mod how;
mod right;

use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::finding::Finding;
use crate::http::{Exchange, Headers, Request, Response};
use serde::{Deserialize, Serialize};

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The rule whose finding it mends.
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

/// The corrections for the findings, as far as the evidence tells what is right.
#[must_use]
pub fn patches(evidence: &Evidence, findings: &[Finding]) -> Vec<Patch> {
    let reading = Reading::new(evidence, revision_of(evidence));
    let mut all: Vec<Patch> = Vec::new();
    for finding in findings {
        let made = for_finding(&reading, finding);
        all.extend(made.filter(|made| {
            !all.iter()
                .any(|one| one.rule == made.rule && one.url == made.url)
        }));
    }
    all
}

/// The correction for one finding, if the evidence tells what is right and one is enough for it.
#[must_use]
pub fn for_finding(reading: &Reading<'_>, finding: &Finding) -> Option<Patch> {
    correct::correct(reading, finding)
}

impl Patch {
    fn note(mut self, text: &str) -> Self {
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

#[cfg(test)]
mod tests;
