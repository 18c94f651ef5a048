//! What a token may do, as far as the evidence tells.

use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;

/// The scopes of the token that a request sent: as its issuer said, else as its claims say.
#[must_use]
pub fn granted(reading: &Reading, one: &McpRequest) -> Option<Vec<String>> {
    let credential = one.credential.as_ref()?;
    let issued = reading
        .tokens
        .iter()
        .find(|token| Some(token.index) == credential.issued_by)
        .and_then(|token| token.answer.view()?.scope.as_deref())
        .map(|scope| {
            scope
                .split([' ', ','])
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect()
        });
    issued.or_else(|| credential.claims.as_ref()?.scope.clone())
}
