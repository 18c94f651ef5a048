//! Whether a client elsewhere can reach an address that a document names.

use crate::evidence::reading::Reading;
use crate::wire::address::Address;

/// Whether a document at `seen_at` leads from the Internet into a private network. Who chose a server in such a network may be led
/// within it (RFC 9728 §7.7); the sign-in judges likewise.
#[must_use]
pub fn leads_inside(reading: &Reading, seen_at: &str, address: &Address<'_>) -> bool {
    let is_inside = |url: &str| Address::parse(url).is_ok_and(|one| one.is_private());
    let server_is_inside = reading.server.as_deref().is_some_and(is_inside);
    address.is_private() && !server_is_inside && !is_inside(seen_at)
}
