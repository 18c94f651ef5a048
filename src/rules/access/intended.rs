//! Whether a token is for this server, as far as its claims tell (RFC 9068 §3; a hint, never a proof).

use crate::evidence::reading::Reading;
use crate::wire::jwt::Claims;
use crate::wire::relation::{Relation, relation};

/// The identifier that the token ought to name, where its audience names others only.
#[must_use]
pub fn foreign(reading: &Reading, claims: &Claims) -> Option<String> {
    if claims.aud.is_empty() {
        return None;
    }
    let resource = reading
        .resource_documents()
        .find_map(|(_, document)| document.view.resource.clone());
    let expected = resource.or_else(|| reading.server.clone())?;
    let names = |wanted: &str| claims.aud.iter().any(|aud| is_for(wanted, aud));
    let server = reading.server.as_deref().is_some_and(names);
    (!names(&expected) && !server).then_some(expected)
}

/// An authorization server may write a more general URI than the one that was asked for (RFC 8707 §2).
fn is_for(wanted: &str, aud: &str) -> bool {
    matches!(
        relation(wanted, aud),
        Relation::Same | Relation::Slash | Relation::Spelling | Relation::Ancestor
    )
}

/// Whether any authorization or token request was seen with `resource` (RFC 8707 §2).
#[must_use]
pub fn sent_resource(reading: &Reading) -> bool {
    let mut asked = reading.authorizations.iter();
    let mut tokens = reading.tokens.iter();
    asked.any(|one| one.parameter("resource").is_some())
        || tokens.any(|one| one.parameter("resource").is_some())
}

/// Whether the requests for the token were seen, and none of them had `resource`.
#[must_use]
pub fn asked_without_resource(reading: &Reading) -> bool {
    let seen = reading
        .authorizations
        .iter()
        .any(|one| one.parameter("client_id").is_some())
        || reading.tokens.iter().any(|one| one.grant().is_some());
    seen && !sent_resource(reading)
}
