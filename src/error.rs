//! Misuse: mistakes of the caller of this API. What a server did wrong is a finding, why we stop is a `Refusal`.

use std::fmt;

/// A mistake of the caller. `code` is stable, `what` names the argument, the rest are facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misuse {
    /// Stable, kebab-case: what JavaScript sees as `error.code`.
    pub code: &'static str,
    /// The argument or member that is wrong, such as `server` or `redirectUri`.
    pub what: String,
    /// What would have been right.
    pub expected: String,
    /// What was given; never a secret.
    pub received: String,
}

impl Misuse {
    /// An argument of the wrong form.
    #[must_use]
    pub fn argument(
        what: impl Into<String>,
        expected: impl Into<String>,
        received: impl Into<String>,
    ) -> Self {
        Self {
            code: "invalid-argument",
            what: what.into(),
            expected: expected.into(),
            received: received.into(),
        }
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: expected {}, received {}",
            self.what, self.expected, self.received
        )
    }
}

impl std::error::Error for Misuse {}
