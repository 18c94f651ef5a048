//! Where metadata belongs: the first location that a client asks.

use crate::flow::well_known;
use crate::spec::Revision;

/// The location of a resource's metadata (RFC 9728 §3.1).
#[must_use]
pub fn of_resource(resource: &str) -> Option<String> {
    first(well_known::resource_metadata_urls(resource).ok()?)
}

/// The location of an issuer's metadata (RFC 8414 §3.1).
#[must_use]
pub fn of_issuer(issuer: &str) -> Option<String> {
    first(well_known::server_metadata_urls(issuer, Revision::NEWEST).ok()?)
}

fn first(urls: Vec<String>) -> Option<String> {
    urls.into_iter().next()
}
