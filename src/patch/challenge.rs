//! The challenge that a 401 should have.

use super::right::metadata_url;
use super::{Patch, Spot, how};
use crate::evidence::reading::Reading;

/// A challenge with what the evidence says of metadata and scopes.
#[must_use]
pub fn challenge(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    let refused = reading.unauthorized().find(|one| spot.is_at(one.index))?;
    let url = refused.exchange.request.url.clone();
    let metadata = metadata_url(reading)?;
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
    let note = format!("The metadata must answer at {metadata}; it wasn't seen to do so.");
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
