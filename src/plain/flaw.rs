//! What is wrong with a value that was to be read.

use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// What is wrong with a value, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw(Box<Facts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    /// The way to the member, innermost first.
    way: Vec<String>,
    expected: String,
    received: String,
}

impl Flaw {
    /// The member that is wrong, such as `client.clientId`; empty for the value itself.
    #[must_use]
    pub fn member(&self) -> String {
        let way: Vec<&str> = self.0.way.iter().rev().map(String::as_str).collect();
        way.join(".")
    }

    /// What would have been right.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was given: its type, or what is wrong with it; never its text.
    #[must_use]
    pub fn received(&self) -> &str {
        &self.0.received
    }

    fn new(expected: impl fmt::Display, received: impl fmt::Display) -> Self {
        Self(Box::new(Facts {
            way: Vec::new(),
            expected: expected.to_string(),
            received: received.to_string(),
        }))
    }

    pub(super) fn within(mut self, step: String) -> Self {
        self.0.way.push(step);
        self
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.way.is_empty() {
            write!(formatter, "at {}: ", self.member())?;
        }
        let Facts {
            expected, received, ..
        } = &*self.0;
        write!(formatter, "expected {expected}, received {received}")
    }
}

impl std::error::Error for Flaw {}

impl de::Error for Flaw {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("a value as documented", message)
    }

    fn invalid_type(received: Unexpected<'_>, expected: &dyn Expected) -> Self {
        other_type(word(&received), expected)
    }

    fn invalid_value(received: Unexpected<'_>, expected: &dyn Expected) -> Self {
        other_type(word(&received), expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(
            format_args!("one of {}", expected.join(", ")),
            "another value",
        )
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new("a value", "none").within(name.to_owned())
    }
}

/// Another type than expected; the value itself is not shown.
#[cold]
pub(super) fn other_type(received: &str, expected: &dyn Expected) -> Flaw {
    Flaw::new(expected, received)
}

fn word(received: &Unexpected<'_>) -> &'static str {
    match received {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Str(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}
