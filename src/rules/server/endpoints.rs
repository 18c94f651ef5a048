//! The endpoints that a metadata document names.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Verdict};
use crate::rules::cut;
use crate::wire::server::ServerMetadata;

/// The endpoints of this flow with the names of their members.
pub fn of(view: &ServerMetadata) -> impl Iterator<Item = (&'static str, &str)> {
    [
        ("authorization_endpoint", &view.authorization_endpoint),
        ("token_endpoint", &view.token_endpoint),
        ("registration_endpoint", &view.registration_endpoint),
        ("revocation_endpoint", &view.revocation_endpoint),
    ]
    .into_iter()
    .filter_map(|(member, url)| Some((member, url.as_deref()?)))
}

/// A fact for each document that is known to lack a member.
#[must_use]
pub fn missing(reading: &Reading, member: &str) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(_, document)| document.lacks(member))
        .map(|(one, _)| {
            let url = &one.exchange.request.url;
            Fact::at(one.index, format!("{url} has no `{member}`"))
                .member(member)
                .received("missing")
        });
    let verdict = Verdict::of(reading.server_documents().next().is_some(), facts);
    cut::of_server(reading, member, verdict)
}

/// A fact for each endpoint in which a flaw is found. `flaw` is told the document's own URL and the endpoint.
pub fn facts(reading: &Reading, flaw: &dyn Fn(&str, &str) -> Option<&'static str>) -> Verdict {
    let mut facts = Vec::new();
    for (one, document) in reading.server_documents() {
        let url = &one.exchange.request.url;
        for (member, endpoint) in of(&document.view) {
            if let Some(flaw) = flaw(url, endpoint) {
                facts.push(
                    Fact::at(one.index, format!("`{member}` {endpoint} {flaw}"))
                        .member(member)
                        .expected("an absolute https URL")
                        .received(endpoint),
                );
            }
        }
    }
    Verdict::of(reading.server_documents().next().is_some(), facts)
}
