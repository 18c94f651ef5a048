//! What is right, as far as the evidence tells.

use crate::evidence::reading::Reading;
use crate::evidence::step::{LocationForm, ResourceMetadataRequest};
use crate::flow::discover::resource::{self, Found};
use crate::flow::discover::well_known;
use crate::wire::address::Address;
use crate::wire::json::{Deviation, DeviationKind};
use serde_json::{Map, Value, json};

/// Stands where the issuer has to be filled in.
pub const OWN_ISSUER: &str = "https://<your authorization server>";

/// Where the resource metadata is, if a client would take it there, else where it belongs (RFC 9728 §3.1).
pub fn metadata_url(reading: &Reading<'_>) -> Option<String> {
    let server = own(reading)?;
    let server = Address::parse(&server).ok()?;
    let seen = reading
        .resource_documents()
        .filter(|(request, _)| request.form != LocationForm::Appended)
        .map(|(request, _)| request.exchange.request.url.clone())
        .find(|url| Address::parse(url).is_ok_and(|one| one.same_origin(&server)));
    seen.or_else(|| well_known::of_resource(server.text))
}

/// The canonical address of the server.
pub fn own(reading: &Reading<'_>) -> Option<String> {
    let server = reading.server.as_deref()?;
    Some(resource::canonical(server).unwrap_or_else(|_| server.to_owned()))
}

/// What a document at the place of a request has to name as `resource`: the server, at the root the origin, unless a challenge leads
/// there (RFC 9728 §3.3).
pub fn resource_at(reading: &Reading<'_>, request: &ResourceMetadataRequest<'_>) -> Option<String> {
    let server = own(reading)?;
    let is_only_place = request.form != LocationForm::Root || request.announced_by.is_some();
    if is_only_place {
        return Some(server);
    }
    Some(resource::expected(
        &server,
        Found::At(&request.exchange.request.url),
    ))
}

/// The authorization server, as far as the evidence names one.
pub fn issuer(reading: &Reading<'_>) -> Option<String> {
    let named = reading.resource_documents().find_map(|(_, document)| {
        let named = document.view.authorization_servers.as_ref()?;
        named.first().cloned()
    });
    named.or_else(|| {
        let mut seen = reading.server_documents();
        seen.find_map(|(_, document)| document.view.issuer.clone())
    })
}

/// The issuer for which somebody wrote a metadata URL (RFC 8414 §3.1, OpenID Connect Discovery §4); other entries as they are.
pub fn issuer_of_entry(entry: &str) -> String {
    match entry.split_once("/.well-known/") {
        Some((before, after)) => {
            let path = after.split_once('/').map(|(_, path)| format!("/{path}"));
            format!("{before}{}", path.unwrap_or_default())
        }
        None => entry.to_owned(),
    }
}

/// http to https, for what is not on this machine; at the host of `own` with the port that people use.
pub fn secure(members: &mut Map<String, Value>, own: &str) {
    for value in members.values_mut() {
        secure_value(value, own);
    }
}

fn secure_value(value: &mut Value, own: &str) {
    match value {
        Value::String(text) => {
            if let Some(secured) = secured(text, own) {
                *text = secured;
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| secure_value(one, own)),
        _ => {}
    }
}

/// The https form of an http URL beyond this machine.
fn secured(url: &str, own: &str) -> Option<String> {
    let address = Address::parse(url).ok()?;
    if !address.has_scheme("http") || address.is_loopback() {
        return None;
    }
    let own = Address::parse(own).ok();
    let public = own.filter(|own| own.has_scheme("https") && own.hostname() == address.hostname());
    // A port of plain http is none of https.
    let authority = public.map_or_else(|| address.hostname(), |own| own.host_and_port.to_owned());
    let query = address.query.map(|query| format!("?{query}"));
    Some(format!(
        "https://{authority}{}{}",
        address.path,
        query.unwrap_or_default()
    ))
}

/// Members whose value has to be known: leaving them out would be the next defect.
const NEEDED: [&str; 5] = [
    "resource",
    "authorization_servers",
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
];

/// The members in their specified types; nothing where a value can't be brought into its own.
pub fn retype(members: &mut Map<String, Value>, deviations: &[Deviation]) -> Option<()> {
    for odd in deviations {
        match &odd.kind {
            DeviationKind::Null | DeviationKind::EmptyArray => {
                if NEEDED.contains(&odd.member.as_str()) {
                    return None;
                }
                members.remove(&odd.member);
            }
            DeviationKind::WrongType { expected, .. } => {
                let value = members.get_mut(&odd.member)?;
                *value = typed(expected, value)?;
            }
            DeviationKind::Duplicate | DeviationKind::ByteOrderMark => {}
        }
    }
    Some(())
}

fn typed(expected: &str, value: &Value) -> Option<Value> {
    match (expected, value) {
        ("boolean", Value::String(text)) => text.parse::<bool>().ok().map(Value::from),
        ("array of strings", Value::String(text)) => {
            let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
            Some(json!(parts.collect::<Vec<_>>()))
        }
        ("array of strings", Value::Array(list)) => {
            Some(list.iter().filter(|one| one.is_string()).cloned().collect())
        }
        ("string", Value::Array(list)) => match list.as_slice() {
            [one @ Value::String(_)] => Some(one.clone()),
            _ => None,
        },
        _ => None,
    }
}
