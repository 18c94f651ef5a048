//! Whether somebody is stuck: what is not offered becomes a fault only where a person or a client ran into it.

use crate::evidence::reading::Reading;
use crate::rule::Severity;

/// Whether a client told of a failure, or a step of the sign-in was refused.
#[must_use]
pub fn is_stuck(reading: &Reading) -> bool {
    let indexes = || {
        let registrations = reading.registrations.iter().map(|one| one.index);
        let authorizations = reading.authorizations.iter().map(|one| one.index);
        let tokens = reading.tokens.iter().map(|one| one.index);
        registrations.chain(authorizations).chain(tokens)
    };
    let refused = |index: usize| {
        reading
            .exchange(index)
            .is_some_and(|exchange| exchange.status() >= 400)
    };
    let told = reading
        .callbacks
        .iter()
        .any(|one| one.callback.error.is_some());
    !reading.symptom.is_empty() || told || indexes().any(refused)
}

/// Error where somebody is stuck, else warning: the severity of what is not offered.
#[must_use]
pub fn severity(reading: &Reading) -> Severity {
    if is_stuck(reading) {
        Severity::Error
    } else {
        Severity::Warning
    }
}
