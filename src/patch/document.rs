//! Metadata documents, corrected.

use super::right::{OWN_ISSUER, issuer, own, resource_at, retype};
use super::{Patch, Spot, how};
use crate::evidence::reading::Reading;
use crate::evidence::recognise::{resource_metadata_form, server_metadata_form};
use crate::evidence::step::{LocationForm, ResourceMetadataRequest, ServerMetadataRequest};
use crate::flow::discover::well_known;
use crate::http::Exchange;
use crate::plain;
use crate::wire::json;
use serde_json::{Map, Value, json};

/// The members of a document.
pub type Members = Map<String, Value>;

const IF_CHECKED: &str = "Publish it only if the token endpoint checks code_verifier: announcing S256 without checking it is worse than silence.";
const IF_TRUE: &str =
    "Publish it only if the authorization server does the authorization code flow.";

/// The resource metadata with the server's own address as its `resource`.
#[must_use]
pub fn own_resource(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_resource(reading, spot, |members, _| {
        members.insert("resource".to_owned(), json!(own(reading)?));
        Some(())
    })
}

/// The resource metadata as it was seen: the document is right, the header fields beside it were not.
#[must_use]
pub fn seen_resource(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_resource(reading, spot, |_, _| Some(()))
}

/// The resource metadata that was seen, changed.
pub fn in_resource(
    reading: &Reading<'_>,
    spot: &Spot<'_>,
    change: impl FnOnce(&mut Members, &ResourceMetadataRequest<'_>) -> Option<()>,
) -> Option<Patch> {
    let mut seen = reading.resource_documents();
    let (request, _) = seen.find(|(request, _)| spot.is_at(request.index))?;
    let mut members = whole_members(request.exchange)?;
    change(&mut members, request)?;
    let url = &request.exchange.request.url;
    let patch = placeholders(served(url, members));
    let beside = well_known::of_resource(&own(reading)?)?;
    let at_root = request.form == LocationForm::Root && request.announced_by.is_none();
    Some(if at_root && beside != *url {
        patch.note(&format!("Serve it at {beside}: who finds it at the root expects the origin as its resource (RFC 9728 §3.3)."))
    } else {
        patch
    })
}

/// Resource metadata where something else answers.
#[must_use]
pub fn in_place(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    let mut asked = reading.resource_metadata.iter();
    let request = asked.find(|one| spot.exchange == Some(one.index))?;
    // A document does not fix a server that fails.
    if request.exchange.status() >= 500 {
        return None;
    }
    let resource = resource_at(reading, request)?;
    Some(described(reading, &request.exchange.request.url, resource))
}

/// The metadata of a resource at a location: that of another location where one was seen.
#[must_use]
pub fn described(reading: &Reading<'_>, url: &str, resource: String) -> Patch {
    let mut seen = reading.resource_documents();
    let mut members = seen
        .find_map(|(one, _)| whole_members(one.exchange))
        .unwrap_or_default();
    if !members.contains_key("authorization_servers") {
        authorization_server(reading, &mut members);
        members.insert("bearer_methods_supported".to_owned(), json!(["header"]));
    }
    members.insert("resource".to_owned(), json!(resource));
    placeholders(served(url, members))
}

/// Names the authorization server that was seen, else leaves a place for it.
pub fn authorization_server(reading: &Reading<'_>, members: &mut Members) {
    let issuer = issuer(reading).unwrap_or_else(|| OWN_ISSUER.to_owned());
    members.insert("authorization_servers".to_owned(), json!([issuer]));
}

/// The authorization server metadata that was seen, changed; the change says what has to be true besides.
pub fn in_server(
    reading: &Reading<'_>,
    spot: &Spot<'_>,
    change: impl FnOnce(&mut Members, &ServerMetadataRequest<'_>) -> Option<Vec<String>>,
) -> Option<Patch> {
    let mut seen = reading.server_documents();
    let (request, _) = seen.find(|(request, _)| spot.is_at(request.index))?;
    let mut members = whole_members(request.exchange)?;
    let notes = change(&mut members, request)?;
    let mut patch = served(&request.exchange.request.url, members);
    patch.notes.extend(notes);
    Some(patch)
}

/// The authorization server metadata with S256 announced.
#[must_use]
pub fn s256(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_server(reading, spot, |members, _| {
        add(members, "code_challenge_methods_supported", "S256");
        Some(vec![IF_CHECKED.to_owned()])
    })
}

/// The authorization server metadata with the issuer that it was asked for.
#[must_use]
pub fn expected_issuer(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_server(reading, spot, |members, request| {
        members.insert("issuer".to_owned(), json!(request.expected_issuer));
        let own = request.answer.view()?.issuer.as_ref();
        let note = own.map(|own| format!("If {own} is its right name, leave it, and have the MCP server name {own} in authorization_servers."));
        Some(note.into_iter().collect())
    })
}

/// The authorization server metadata with a value of the authorization code flow in one of its lists.
#[must_use]
pub fn with_code_flow(
    reading: &Reading<'_>,
    spot: &Spot<'_>,
    list: &str,
    value: &str,
) -> Option<Patch> {
    in_server(reading, spot, |members, _| {
        add(members, list, value);
        Some(vec![IF_TRUE.to_owned()])
    })
}

/// The authorization server metadata with its members in their specified types.
#[must_use]
pub fn retyped_server(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_server(reading, spot, |members, request| {
        retype(members, &request.answer.view()?.deviations)?;
        Some(Vec::new())
    })
}

/// The authorization server metadata as it was seen: the document is right, the header fields beside it were not.
#[must_use]
pub fn seen_server(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    in_server(reading, spot, |_, _| Some(Vec::new()))
}

/// The members of the document at an exchange.
#[must_use]
pub fn members(reading: &Reading<'_>, at: Option<usize>) -> Option<Members> {
    whole_members(reading.exchange(at?)?)
}

/// A document at its URL.
#[must_use]
pub fn served(url: &str, members: Members) -> Patch {
    let known = resource_metadata_form(url).is_some() || server_metadata_form(url).is_some();
    let content = Value::Object(members);
    let patch = Patch {
        rule: String::new(),
        url: url.to_owned(),
        header: None,
        content: plain::laid_out(&content),
        notes: Vec::new(),
        how: how::document(url, &plain::text(&content)),
    };
    if known {
        return patch;
    }
    patch.note(&format!(
        "Only a challenge names {url}; the well-known location should have it too."
    ))
}

/// Changes the list of authorization servers; nothing where nothing changes: then the right entry isn't known.
pub fn change_entries(members: &mut Members, change: impl FnOnce(&mut Vec<String>)) -> Option<()> {
    let list = members.get("authorization_servers")?.as_array()?;
    let texts = list
        .iter()
        .filter_map(|one| one.as_str().map(str::to_owned));
    let before: Vec<String> = texts.collect();
    let mut after = before.clone();
    change(&mut after);
    (after != before && !after.is_empty()).then(|| {
        members.insert("authorization_servers".to_owned(), json!(after));
    })
}

/// Adds to a list of texts, which may not be there yet.
fn add(members: &mut Members, name: &str, value: &str) {
    let list = members.entry(name).or_insert_with(|| json!([]));
    match list {
        Value::Array(list) => list.push(json!(value)),
        other => *other = json!([value]),
    }
}

/// Says what is left to fill in.
fn placeholders(patch: Patch) -> Patch {
    if patch.content.contains(OWN_ISSUER) {
        patch.note("The issuer wasn't seen: put the one of your authorization server there, as its own metadata spells it.")
    } else {
        patch
    }
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
