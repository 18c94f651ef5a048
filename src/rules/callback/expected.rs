//! What a callback is compared with: the request that it answers, and the issuer that the request went to.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::Seen;
use crate::evidence::step::{AuthorizationRequest, CallbackSeen};

/// The request that a callback answers.
#[must_use]
pub fn request<'a, 'b>(
    reading: &'b Reading<'a>,
    one: &CallbackSeen,
) -> Option<&'b AuthorizationRequest<'a>> {
    reading
        .authorizations
        .iter()
        .find(|request| Some(request.index) == one.answers)
}

/// The issuer that the request went to: whose metadata names the endpoint, else the only issuer that is known.
#[must_use]
pub fn issuer(reading: &Reading, one: &CallbackSeen) -> Option<String> {
    let asked = request(reading, one).map(|request| place(&request.exchange.request.url));
    let by_endpoint = reading.server_documents().find_map(|(_, document)| {
        let endpoint = document.view.authorization_endpoint.as_deref()?;
        (Some(place(endpoint)) == asked).then(|| document.view.issuer.clone())?
    });
    by_endpoint
        .or_else(|| {
            only(
                reading
                    .server_documents()
                    .filter_map(|(_, document)| document.view.issuer.clone()),
            )
        })
        .or_else(|| {
            only(
                reading
                    .resource_documents()
                    .filter_map(|(_, document)| document.view.authorization_servers.clone())
                    .flatten(),
            )
        })
}

/// Whether the authorization server announces `iss`; `None` where its metadata was not seen well enough.
#[must_use]
pub fn announces_iss(reading: &Reading) -> Option<bool> {
    const MEMBER: &str = "authorization_response_iss_parameter_supported";
    let documents = || reading.server_documents().map(|(_, document)| document);
    if documents().any(|document| document.view.announces_iss()) {
        return Some(true);
    }
    let known = documents().next().is_some()
        && documents().all(|document| !matches!(document.member(MEMBER), Seen::Unseen));
    known.then_some(false)
}

/// Whether a capture hides a value: nothing can be compared with it then.
#[must_use]
pub fn is_hidden(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    [
        "...", "\u{2026}", "redacted", "***", "<", "xxx", "elided", "hidden",
    ]
    .iter()
    .any(|mark| value.contains(mark))
}

fn only(values: impl Iterator<Item = String>) -> Option<String> {
    let mut values: Vec<String> = values.collect();
    values.dedup();
    match values.len() {
        1 => values.pop(),
        _ => None,
    }
}
