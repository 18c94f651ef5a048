//! What only the message tells: no exchange shows it.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Verdict};

/// Found where the message speaks of it.
pub fn verdict(reading: &Reading, rule: &str) -> Verdict {
    let fact = reading.claimed(rule).then(|| Fact::default().told());
    Verdict::of(!reading.symptom.is_empty(), fact)
}
