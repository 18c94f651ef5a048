//! The correction for each rule that has one.

use super::right::{self, issuer, own, resource_at, retype, secure};
use super::{Patch, how};
use crate::evidence::reading::Reading;
use crate::evidence::recognise::{resource_metadata_form, server_metadata_form};
use crate::evidence::step::{LocationForm, ResourceMetadataRequest};
use crate::finding::Finding;
use crate::http::Exchange;
use crate::rules::well_known;
use crate::wire::json;
use serde_json::{Map, Value, json};

type Members = Map<String, Value>;

const OWN_ISSUER: &str = "https://<your authorization server>";
const IF_CHECKED: &str = "Publish it only if the token endpoint checks code_verifier: announcing S256 without checking it is worse than silence.";
const IF_TRUE: &str =
    "Publish it only if the authorization server does the authorization code flow.";

/// The correction for a finding, if the evidence tells what is right.
pub fn correct(reading: &Reading<'_>, finding: &Finding) -> Option<Patch> {
    let at = finding.r#where.as_ref().and_then(|place| place.exchange);
    let patch = match finding.rule.as_str() {
        "challenge/missing"
        | "challenge/without-metadata"
        | "challenge/other-scheme"
        | "challenge/renamed"
        | "challenge/insecure-metadata-url"
        | "challenge/private-metadata-url"
        | "challenge/offline-access"
        | "challenge/malformed" => challenge(reading, at)?,
        "challenge/without-scope" => {
            challenge(reading, at).filter(|patch| patch.content.contains(" scope="))?
        }
        "resource/insecure-url" => resource_document(reading, at, |members, _| {
            secure(members, &own(reading)?);
            Some(())
        })
        .map(|patch| patch.note("Only what really answers by https may be published as https."))
        .or_else(|| challenge(reading, at))?,
        "resource/metadata-missing" => {
            let url = well_known::of_resource(&own(reading)?)?;
            described(reading, &url, own(reading)?)
        }
        "resource/metadata-html"
        | "resource/metadata-redirected"
        | "resource/metadata-protected"
        | "resource/metadata-unreadable"
        | "resource/metadata-unreachable"
        | "resource/metadata-not-at-path" => in_place(reading, at)?,
        "resource/metadata-appended" => {
            described(reading, finding.expected.as_deref()?, own(reading)?)
        }
        rule if rule.starts_with("resource/") => in_resource_document(reading, rule, at)?,
        "server/metadata-misplaced" => {
            let members = members_at(reading, at)?;
            whole(finding.expected.as_deref()?, &Value::Object(members))
        }
        rule => in_server_document(reading, rule, at)?,
    };
    Some(Patch {
        rule: finding.rule.clone(),
        ..patch
    })
}

fn in_resource_document(reading: &Reading<'_>, rule: &str, at: Option<usize>) -> Option<Patch> {
    resource_document(reading, at, |members, request| {
        match rule {
            "resource/resource-mismatch"
            | "resource/resource-slash"
            | "resource/resource-spelling"
            | "resource/resource-missing"
            | "resource/resource-ancestor"
            | "resource/resource-syntax" => {
                put(members, "resource", json!(own(reading)?));
            }
            "resource/authorization-servers-missing" => {
                let issuer = issuer(reading).unwrap_or_else(|| OWN_ISSUER.to_owned());
                put(members, "authorization_servers", json!([issuer]));
            }
            "resource/authorization-server-entry" => {
                change_entries(members, |entries| {
                    for entry in entries {
                        *entry = right::issuer_of_entry(entry);
                    }
                })?;
            }
            "resource/some-servers-unusable" => {
                let works = |entry: &String| {
                    reading
                        .server_documents()
                        .any(|(one, _)| one.expected_issuer == *entry)
                };
                change_entries(members, |entries| entries.retain(works))?;
            }
            "resource/member-type" => {
                retype(members, &request.answer.view()?.deviations)?;
            }
            "resource/bearer-methods" => {
                put(members, "bearer_methods_supported", json!(["header"]))
            }
            // The document is right, the header fields beside it were not.
            "resource/metadata-cors" | "resource/metadata-content-type" => {}
            _ => return None,
        }
        Some(())
    })
}

fn in_server_document(reading: &Reading<'_>, rule: &str, at: Option<usize>) -> Option<Patch> {
    let mut seen = reading.server_documents();
    let (request, document) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    let mut members = whole_members(request.exchange)?;
    let mut notes = Vec::new();
    match rule {
        "server/issuer-mismatch" | "server/issuer-slash" | "server/issuer-missing" => {
            if let Some(own) = &document.view.issuer {
                notes.push(format!("If {own} is its right name, leave it, and have the MCP server name {own} in authorization_servers."));
            }
            put(&mut members, "issuer", json!(request.expected_issuer));
        }
        "server/pkce-not-advertised" | "server/pkce-without-s256" => {
            add(&mut members, "code_challenge_methods_supported", "S256");
            notes.push(IF_CHECKED.to_owned());
        }
        "server/response-types" => {
            add(&mut members, "response_types_supported", "code");
            notes.push(IF_TRUE.to_owned());
        }
        "server/grant-types" => {
            add(&mut members, "grant_types_supported", "authorization_code");
            notes.push(IF_TRUE.to_owned());
        }
        "server/insecure-endpoint" => secure(&mut members, &request.expected_issuer),
        "server/member-type" | "server/empty-list" => {
            retype(&mut members, &document.view.deviations)?;
        }
        "server/cors" => {}
        _ => return None,
    }
    let mut patch = whole(&request.exchange.request.url, &Value::Object(members));
    patch.notes.extend(notes);
    Some(patch)
}

fn challenge(reading: &Reading<'_>, at: Option<usize>) -> Option<Patch> {
    let refused = reading
        .unauthorized()
        .find(|one| at.is_none_or(|at| at == one.index))?;
    let url = refused.exchange.request.url.clone();
    let metadata = right::metadata_url(reading)?;
    let mut content = format!("Bearer resource_metadata=\"{metadata}\"");
    let scopes = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.scopes_supported.clone());
    let scopes: Vec<String> = scopes
        .into_iter()
        .flatten()
        .filter(|one| is_scope(one))
        .collect();
    if !scopes.is_empty() && scopes.len() < 20 {
        content.push_str(&format!(", scope=\"{}\"", scopes.join(" ")));
    }
    let is_there = reading
        .resource_documents()
        .any(|(one, _)| one.exchange.request.url == metadata);
    let note = format!("The metadata must answer at {metadata}, which was not seen.");
    Some(Patch {
        rule: String::new(),
        how: how::challenge(&url, &content),
        url,
        header: Some("WWW-Authenticate".to_owned()),
        content,
        notes: (!is_there).then_some(note).into_iter().collect(),
    })
}

/// A scope token (RFC 6749 §3.3) that a challenge should ask for: refresh tokens are the client's wish (MCP 2026-07-28, Refresh Tokens).
fn is_scope(scope: &str) -> bool {
    let fits = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    scope != "offline_access" && !scope.is_empty() && scope.bytes().all(fits)
}

/// The document that was seen at an exchange, changed.
fn resource_document(
    reading: &Reading<'_>,
    at: Option<usize>,
    change: impl FnOnce(&mut Members, &ResourceMetadataRequest<'_>) -> Option<()>,
) -> Option<Patch> {
    let mut seen = reading.resource_documents();
    let (request, _) = seen.find(|(request, _)| at.is_none_or(|at| at == request.index))?;
    let mut members = whole_members(request.exchange)?;
    change(&mut members, request)?;
    let url = &request.exchange.request.url;
    let patch = placeholders(whole(url, &Value::Object(members)));
    let beside = well_known::of_resource(&own(reading)?)?;
    let at_root = request.form == LocationForm::Root && request.announced_by.is_none();
    Some(if at_root && beside != *url {
        patch.note(&format!("Serve it at {beside}: who finds it at the root expects the origin as its resource (RFC 9728 §3.3)."))
    } else {
        patch
    })
}

/// A document where something else answers.
fn in_place(reading: &Reading<'_>, at: Option<usize>) -> Option<Patch> {
    let mut asked = reading.resource_metadata.iter();
    let request = asked.find(|one| at == Some(one.index))?;
    // A server that fails is not mended by a document.
    if request.exchange.status() >= 500 {
        return None;
    }
    let resource = resource_at(reading, request)?;
    Some(described(reading, &request.exchange.request.url, resource))
}

/// The metadata of a resource at a location: that of another location where one was seen.
fn described(reading: &Reading<'_>, url: &str, resource: String) -> Patch {
    let mut seen = reading.resource_documents();
    let mut members = seen
        .find_map(|(one, _)| whole_members(one.exchange))
        .unwrap_or_default();
    if !members.contains_key("authorization_servers") {
        let issuer = issuer(reading).unwrap_or_else(|| OWN_ISSUER.to_owned());
        put(&mut members, "authorization_servers", json!([issuer]));
        put(&mut members, "bearer_methods_supported", json!(["header"]));
    }
    put(&mut members, "resource", json!(resource));
    placeholders(whole(url, &Value::Object(members)))
}

/// Says what is left to fill in.
fn placeholders(patch: Patch) -> Patch {
    if patch.content.contains(OWN_ISSUER) {
        patch.note("The issuer wasn't seen: put the one of your authorization server there, as its own metadata spells it.")
    } else {
        patch
    }
}

fn members_at(reading: &Reading<'_>, at: Option<usize>) -> Option<Members> {
    whole_members(reading.exchange(at?)?)
}

/// The members of a document; only one that was seen whole can be corrected.
fn whole_members(exchange: &Exchange) -> Option<Members> {
    let response = exchange.response.as_ref()?;
    let body = response
        .body
        .as_deref()
        .filter(|_| !response.body_partial)?;
    json::read_object(body).ok().map(|object| object.members)
}

fn put(members: &mut Members, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
}

/// Adds to a list of texts, which may not be there yet.
fn add(members: &mut Members, name: &str, value: &str) {
    let list = members.entry(name).or_insert_with(|| json!([]));
    match list {
        Value::Array(list) => list.push(json!(value)),
        other => *other = json!([value]),
    }
}

/// Nothing where nothing changes: then the right entry isn't known.
fn change_entries(members: &mut Members, change: impl FnOnce(&mut Vec<String>)) -> Option<()> {
    let list = members.get("authorization_servers")?.as_array()?;
    let texts = list
        .iter()
        .filter_map(|one| one.as_str().map(str::to_owned));
    let before: Vec<String> = texts.collect();
    let mut after = before.clone();
    change(&mut after);
    (after != before && !after.is_empty())
        .then(|| put(members, "authorization_servers", json!(after)))
}

fn whole(url: &str, content: &Value) -> Patch {
    let known = resource_metadata_form(url).is_some() || server_metadata_form(url).is_some();
    let patch = Patch {
        rule: String::new(),
        url: url.to_owned(),
        header: None,
        content: format!("{content:#}"),
        notes: Vec::new(),
        how: how::document(url, &content.to_string()),
    };
    if known {
        return patch;
    }
    patch.note(&format!(
        "Only a challenge names {url}; the well-known location should have it too."
    ))
}
