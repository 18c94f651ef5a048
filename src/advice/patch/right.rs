//! What is right, as far as the evidence tells.

use crate::evidence::reading::Reading;
use crate::flow::resource;
use crate::wire::address::Address;
use serde_json::{Map, Value};

/// Where the resource metadata is, else where it belongs (RFC 9728 §3.1).
pub fn metadata_url(reading: &Reading<'_>) -> Option<String> {
    let seen = reading
        .resource_documents()
        .next()
        .map(|(request, _)| request.exchange.request.url.clone());
    seen.or_else(|| well_known(&own(reading)?))
}

/// Where the metadata of a resource belongs.
pub fn well_known(server: &str) -> Option<String> {
    let address = Address::parse(server).ok()?;
    let path = address.path.trim_end_matches('/');
    Some(format!(
        "{}/.well-known/oauth-protected-resource{path}",
        address.origin()
    ))
}

/// The canonical address of the server.
pub fn own(reading: &Reading<'_>) -> Option<String> {
    let server = reading.server.as_deref()?;
    Some(resource::canonical(server).unwrap_or_else(|_| server.to_owned()))
}

/// The authorization server, as far as the evidence names one.
pub fn issuer(reading: &Reading<'_>) -> String {
    let named = reading.resource_documents().find_map(|(_, document)| {
        document
            .view
            .authorization_servers
            .as_ref()?
            .first()
            .cloned()
    });
    named
        .or_else(|| {
            reading
                .server_documents()
                .find_map(|(_, document)| document.view.issuer.clone())
        })
        .unwrap_or_else(|| "https://<your authorization server>".to_owned())
}

/// http to https, with the host and port that people use.
pub fn secure(members: &mut Map<String, Value>, own: &str) {
    let Ok(address) = Address::parse(own) else {
        return;
    };
    let public = format!(
        "https://{}",
        address.host_and_port.split(':').next().unwrap_or_default()
    );
    for value in members.values_mut() {
        secure_value(value, &public, &address.hostname());
    }
}

fn secure_value(value: &mut Value, public: &str, host: &str) {
    match value {
        Value::String(text) => {
            let replaced = Address::parse(text)
                .ok()
                .filter(|one| {
                    one.has_scheme("http") && !one.is_loopback() && one.hostname() == host
                })
                .map(|one| {
                    format!(
                        "{public}{}{}",
                        one.path,
                        one.query
                            .map(|query| format!("?{query}"))
                            .unwrap_or_default()
                    )
                });
            if let Some(replaced) = replaced {
                *text = replaced;
            }
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|one| secure_value(one, public, host)),
        _ => {}
    }
}
