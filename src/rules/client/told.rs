//! What the client's message alone says.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Verdict};

/// Concluded where the message says so; without a message there is nothing to look at.
#[must_use]
pub fn verdict(reading: &Reading, says_so: bool) -> Verdict {
    let fact = says_so.then(|| Fact::default().inferred());
    Verdict::of(!reading.symptom.is_empty(), fact)
}
