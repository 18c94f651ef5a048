//! JSON from outside: limited, with duplicate members noted, and typed access that records every deviation.

mod seed;
#[cfg(test)]
mod tests;

use crate::limits;
use crate::plain::tagged::tagged;
use seed::Seed;
use serde::de::DeserializeSeed;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::cell::RefCell;

tagged! {
    "kind", rename_all = "kebab-case";
    /// Why a text is not the JSON object that was expected.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Unreadable {
        /// Nothing, or white space only.
        Empty,
        /// An HTML page.
        Html,
        /// Text that is not JSON, with the place where reading stopped (counted from 1).
        NotJson {
            /// Line of the first byte that can't be read.
            line: usize,
            /// Column of that byte.
            column: usize,
        },
        /// JSON, but no object.
        NotObject {
            /// What it is instead.
            received: String,
        },
        /// Nested deeper than [`limits::JSON_DEPTH`], or longer than allowed.
        TooLarge,
    }
}

/// A member that is not as its specification wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deviation {
    /// Name of the member.
    pub member: String,
    /// What is odd about it.
    pub kind: DeviationKind,
}

/// What is odd about a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum DeviationKind {
    /// Another type than the specification's.
    WrongType {
        /// The type that is specified.
        expected: String,
        /// The type that was found.
        received: String,
    },
    /// `null`, where absent members ought to be omitted.
    Null,
    /// An empty array, where absent members ought to be omitted (RFC 8414 §3.2, RFC 9728 §3.2).
    EmptyArray,
    /// The name occurs more than once in its object; parsers differ on which one wins.
    Duplicate,
    /// Text before the object, such as a byte order mark.
    ByteOrderMark,
}

/// A parsed JSON object and what was odd about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// Every member, unknown ones included.
    pub members: Map<String, Value>,
    /// Deviations found so far; typed access adds to them.
    pub deviations: Vec<Deviation>,
}

/// Reads any JSON value, with the names that occur more than once in an object.
///
/// # Errors
/// Where the text is empty, HTML, no JSON, or beyond the limits.
pub fn read_value(text: &str) -> Result<(Value, Vec<String>), Unreadable> {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if trimmed.is_empty() {
        return Err(Unreadable::Empty);
    }
    if trimmed.len() > limits::PASTED {
        return Err(Unreadable::TooLarge);
    }
    if trimmed.starts_with('<') {
        return Err(Unreadable::Html);
    }
    let duplicates = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(trimmed);
    let seed = Seed {
        duplicates: &duplicates,
        depth: 0,
    };
    let value = seed
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            if error.is_data() {
                Unreadable::TooLarge
            } else {
                Unreadable::NotJson {
                    line: error.line(),
                    column: error.column(),
                }
            }
        })?;
    Ok((value, duplicates.into_inner()))
}

/// Reads a JSON object.
///
/// # Errors
/// As [`read_value`], and where the value is not an object.
pub fn read_object(text: &str) -> Result<Object, Unreadable> {
    let (value, duplicates) = read_value(text)?;
    let Value::Object(members) = value else {
        return Err(Unreadable::NotObject {
            received: type_of(&value).to_owned(),
        });
    };
    let mut deviations: Vec<Deviation> = duplicates
        .into_iter()
        .map(|member| Deviation {
            member,
            kind: DeviationKind::Duplicate,
        })
        .collect();
    if text.starts_with('\u{feff}') {
        deviations.push(Deviation {
            member: String::new(),
            kind: DeviationKind::ByteOrderMark,
        });
    }
    Ok(Object {
        members,
        deviations,
    })
}

impl Object {
    /// A member as text; anything else counts as absent and is recorded.
    pub fn string(&mut self, member: &str) -> Option<String> {
        self.typed(member, "string", |value| value.as_str().map(str::to_owned))
    }

    /// A member as `true` or `false`; the text `"true"` is not coerced.
    pub fn boolean(&mut self, member: &str) -> Option<bool> {
        self.typed(member, "boolean", Value::as_bool)
    }

    /// A member as a number.
    pub fn number(&mut self, member: &str) -> Option<f64> {
        self.typed(member, "number", Value::as_f64)
    }

    /// A member as a list of texts; elements of another type are recorded and left out. An empty list is recorded too.
    pub fn strings(&mut self, member: &str) -> Option<Vec<String>> {
        let list = self.typed(member, "array of strings", |value| {
            value.as_array().cloned()
        })?;
        if list.is_empty() {
            self.note(member, DeviationKind::EmptyArray);
        }
        if let Some(other) = list.iter().find(|value| !value.is_string()) {
            let received = format!("array with {}", type_of(other));
            self.note(
                member,
                DeviationKind::WrongType {
                    expected: "array of strings".to_owned(),
                    received,
                },
            );
        }
        Some(
            list.iter()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .take(limits::SCOPES)
                .collect(),
        )
    }

    fn typed<T>(
        &mut self,
        member: &str,
        expected: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.members.get(member)?;
        if let Some(found) = read(value) {
            return Some(found);
        }
        let kind = if value.is_null() {
            DeviationKind::Null
        } else {
            DeviationKind::WrongType {
                expected: expected.to_owned(),
                received: type_of(value).to_owned(),
            }
        };
        self.note(member, kind);
        None
    }

    fn note(&mut self, member: &str, kind: DeviationKind) {
        let deviation = Deviation {
            member: member.to_owned(),
            kind,
        };
        if !self.deviations.contains(&deviation) {
            self.deviations.push(deviation);
        }
    }
}

/// The name of a JSON type (RFC 8259 §3).
#[must_use]
pub fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
