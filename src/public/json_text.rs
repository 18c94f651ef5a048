//! JSON as it was written: only what is withheld changes. So what is odd about a document stays, and one that was cut is read as far as it
//! goes.

use super::Screen;
use super::names::{self, Kind};
use crate::plain;
use serde_json::Value;

/// Digits of a number that says little: a status, a port, a count.
const FEW_DIGITS: usize = 3;

/// No specified name is longer.
const LONGEST_NAME: usize = 64;

/// Where the reader is: in which object or array, and under which name.
#[derive(Clone, Default)]
struct Place {
    is_object: bool,
    /// The name that was read last; of an array the name that it stands under.
    name: String,
    /// A value is awaited, its name was read.
    is_named: bool,
    /// A server says here what went wrong.
    is_of_error: bool,
    /// It says who a program is.
    is_implementation: bool,
}

impl Screen {
    /// The text of a JSON document, whole or cut.
    pub fn json(&mut self, text: &str) -> String {
        // The result of a tool that failed is what it says about that (MCP, tool execution errors).
        let failed = text.contains("\"isError\":true") || text.contains("\"isError\": true");
        let mut out = String::with_capacity(text.len());
        let mut places: Vec<Place> = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            match first {
                '"' | '\'' => {
                    let length = literal_length(rest, first);
                    let (literal, tail) = rest.split_at(length);
                    let is_name = places
                        .last()
                        .is_some_and(|place| place.is_object && !place.is_named)
                        && tail.trim_start().starts_with(':');
                    self.literal(&mut out, literal, is_name, places.last_mut(), failed);
                    rest = tail;
                }
                '{' | '[' => {
                    let inside = inside(places.last(), first == '{');
                    places.push(inside);
                    out.push(first);
                    rest = rest.get(1..).unwrap_or_default();
                }
                '}' | ']' => {
                    places.pop();
                    end_value(places.last_mut());
                    out.push(first);
                    rest = rest.get(1..).unwrap_or_default();
                }
                ',' => {
                    end_value(places.last_mut());
                    out.push(first);
                    rest = rest.get(1..).unwrap_or_default();
                }
                _ if first.is_alphanumeric() || "-+.".contains(first) => {
                    let length = rest
                        .find(|one: char| !(one.is_alphanumeric() || "-+._/=~%".contains(one)))
                        .unwrap_or(rest.len());
                    let (bare, tail) = rest.split_at(length);
                    self.bare(&mut out, bare, places.last());
                    rest = tail;
                }
                other => {
                    out.push(other);
                    rest = rest.get(other.len_utf8()..).unwrap_or_default();
                }
            }
        }
        out
    }

    fn literal(
        &mut self,
        out: &mut String,
        literal: &str,
        is_name: bool,
        place: Option<&mut Place>,
        failed: bool,
    ) {
        let text = decoded(literal);
        let shown = match place {
            Some(place) if is_name => {
                place.is_named = true;
                let shown = self.name(&text);
                place.name = text.chars().take(LONGEST_NAME).collect();
                shown
            }
            Some(place) => self.member(place, &text, failed),
            None => self.words(&text),
        };
        if shown == text {
            out.push_str(literal);
        } else {
            out.push_str(&plain::text(&Value::String(shown)));
        }
    }

    fn member(&mut self, place: &Place, text: &str, failed: bool) -> String {
        // A challenge in the result of a tool, under `mcp/www_authenticate`.
        if names::is_challenge(&place.name.replace('_', "-")) {
            return self.challenge(text);
        }
        let kind = match names::member(&place.name) {
            None if place.is_of_error
                || place.is_implementation && names::is_of_implementation(&place.name) =>
            {
                Some(Kind::Words)
            }
            None if failed && place.name == "text" => Some(Kind::Words),
            // An answer to a question about one of several is a word.
            Some(Kind::Code) if !place.is_object => None,
            kind => kind,
        };
        self.value(kind, text)
    }

    /// A number, a word of JSON, or what has no quotes though it should.
    fn bare(&mut self, out: &mut String, bare: &str, place: Option<&Place>) {
        if matches!(
            bare,
            "true" | "false" | "null" | "undefined" | "None" | "True" | "False"
        ) {
            out.push_str(bare);
            return;
        }
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let is_number = bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
            && digits > 0;
        let kind = place.and_then(|place| names::member(&place.name));
        if !is_number {
            out.push_str(&self.words(bare));
        } else if digits <= FEW_DIGITS
            || matches!(kind, Some(Kind::Id | Kind::Words))
            || kind == Some(Kind::Code) && digits <= 7
        {
            out.push_str(bare);
        } else {
            let mark = self.withhold(bare);
            out.push_str(&plain::text(&Value::String(mark)));
        }
    }
}

fn inside(place: Option<&Place>, is_object: bool) -> Place {
    let outer = place.cloned().unwrap_or_default();
    Place {
        is_object,
        is_named: false,
        is_of_error: outer.is_of_error || names::is_of_error(&outer.name),
        is_implementation: is_object && names::is_implementation(&outer.name),
        name: outer.name,
    }
}

fn end_value(place: Option<&mut Place>) {
    if let Some(place) = place.filter(|place| place.is_object) {
        place.is_named = false;
        place.name.clear();
    }
}

/// The length of a quoted text, its quotes included; to the end where it was cut.
fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, one) in text.char_indices().skip(1) {
        match one {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if one == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn decoded(literal: &str) -> String {
    if let Ok(text) = serde_json::from_str(literal) {
        return text;
    }
    let quote = literal.chars().next().unwrap_or('"');
    let inner = literal.strip_prefix(quote).unwrap_or(literal);
    inner.strip_suffix(quote).unwrap_or(inner).to_owned()
}
