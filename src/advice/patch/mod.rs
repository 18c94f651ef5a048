//! The corrected header line or document for a server's defect, and how to send it from what servers are made of.

mod how;
mod right;

use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::recognise::{resource_metadata_form, server_metadata_form};
use crate::finding::Finding;
use crate::http::{Exchange, Headers, Request, Response};
use crate::wire::json;
use right::{issuer, metadata_url, own, secure, well_known};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// The rule whose finding it mends.
    pub rule: String,
    /// Where it is sent: the URL of the document, or of the answer that has the header.
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

/// The correction for one finding, if the evidence tells what is right.
#[must_use]
pub fn for_finding(reading: &Reading<'_>, finding: &Finding) -> Option<Patch> {
    let place = finding.r#where.as_ref().and_then(|place| place.exchange);
    correct(reading, &finding.rule, place)
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
        headers: Headers::new().with("Content-Type", "application/json"),
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

fn correct(reading: &Reading<'_>, rule: &str, at: Option<usize>) -> Option<Patch> {
    match rule {
        "challenge/missing"
        | "challenge/without-metadata"
        | "challenge/other-scheme"
        | "challenge/renamed"
        | "challenge/malformed" => challenge(reading, rule),
        "resource/resource-mismatch"
        | "resource/resource-slash"
        | "resource/resource-spelling"
        | "resource/resource-missing"
        | "resource/resource-ancestor"
        | "resource/resource-syntax" => resource_document(reading, rule, at, |members, server| {
            members.insert("resource".to_owned(), json!(server));
        }),
        "resource/authorization-servers-missing" => {
            let issuer = issuer(reading);
            resource_document(reading, rule, at, |members, _| {
                members.insert("authorization_servers".to_owned(), json!([issuer]));
            })
        }
        "resource/member-type" => resource_document(reading, rule, at, |members, _| {
            members.retain(|_, value| !value.is_null())
        }),
        "resource/insecure-url" => resource_document(reading, rule, at, secure),
        "resource/metadata-missing" => Some(new_resource_document(reading, rule)),
        "server/issuer-mismatch" | "server/issuer-slash" | "server/issuer-missing" => {
            server_document(reading, rule, at, |members, issuer| {
                members.insert("issuer".to_owned(), json!(issuer));
            })
        }
        "server/pkce-not-advertised" => {
            let mut patch = server_document(reading, rule, at, |members, _| {
                members.insert(
                    "code_challenge_methods_supported".to_owned(),
                    json!(["S256"]),
                );
            })?;
            patch.notes.push("Publish it only if the token endpoint checks code_verifier: announcing S256 without checking it is worse than silence.".to_owned());
            Some(patch)
        }
        "server/insecure-endpoint" => server_document(reading, rule, at, secure),
        "server/member-type" | "server/empty-list" => {
            server_document(reading, rule, at, |members, _| {
                members.retain(|_, value| {
                    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
                });
            })
        }
        _ => None,
    }
}

fn challenge(reading: &Reading<'_>, rule: &str) -> Option<Patch> {
    let refused = reading
        .unauthenticated()
        .find(|one| one.exchange.status() == 401)?;
    let url = refused.exchange.request.url.clone();
    let mut content = format!("Bearer resource_metadata=\"{}\"", metadata_url(reading)?);
    let scopes = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.scopes_supported.clone());
    if let Some(scopes) = scopes.filter(|scopes| !scopes.is_empty() && scopes.len() < 20) {
        content.push_str(&format!(", scope=\"{}\"", scopes.join(" ")));
    }
    let how = how::header(&content);
    Some(Patch {
        rule: rule.to_owned(),
        url,
        header: Some("WWW-Authenticate".to_owned()),
        content,
        notes: Vec::new(),
        how,
    })
}

fn resource_document(
    reading: &Reading<'_>,
    rule: &str,
    at: Option<usize>,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> Option<Patch> {
    let server = own(reading)?;
    let mut seen = reading.resource_documents();
    let (request, _) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    document(rule, request.exchange, |members| change(members, &server))
}

fn new_resource_document(reading: &Reading<'_>, rule: &str) -> Patch {
    let server = own(reading).unwrap_or_else(|| "https://<your server>/mcp".to_owned());
    let content = json!({
        "resource": server,
        "authorization_servers": [issuer(reading)],
        "bearer_methods_supported": ["header"],
    });
    whole(rule, &well_known(&server).unwrap_or_default(), &content)
}

fn server_document(
    reading: &Reading<'_>,
    rule: &str,
    at: Option<usize>,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> Option<Patch> {
    let mut seen = reading.server_documents();
    let (request, _) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    document(rule, request.exchange, |members| {
        change(members, &request.expected_issuer)
    })
}

/// A document with a change; only one that was seen whole can be corrected.
fn document(
    rule: &str,
    exchange: &Exchange,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Option<Patch> {
    let response = exchange
        .response
        .as_ref()
        .filter(|response| !response.body_partial)?;
    let mut members = json::read_object(response.body.as_deref()?).ok()?.members;
    change(&mut members);
    Some(whole(rule, &exchange.request.url, &Value::Object(members)))
}

fn whole(rule: &str, url: &str, content: &Value) -> Patch {
    Patch {
        rule: rule.to_owned(),
        url: url.to_owned(),
        header: None,
        content: format!("{content:#}"),
        notes: notes(url),
        how: how::document(url, &content.to_string()),
    }
}

fn notes(url: &str) -> Vec<String> {
    let known = resource_metadata_form(url).is_some() || server_metadata_form(url).is_some();
    (!known)
        .then(|| {
            format!("Only a challenge names {url}; the well-known location should have it too.")
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
