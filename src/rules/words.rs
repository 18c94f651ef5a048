//! Words for what the wire layer found, shared by the rules of several steps.

use crate::evidence::error_text::ErrorText;
use crate::http::Exchange;
use crate::rule::Fact;
use crate::wire::json::{Deviation, DeviationKind, Unreadable};

/// What a body is instead of a JSON object.
#[must_use]
pub fn described(unreadable: &Unreadable) -> String {
    match unreadable {
        Unreadable::Empty => "an empty body".to_owned(),
        Unreadable::Html => "a web page".to_owned(),
        Unreadable::NotJson { line, column } => {
            format!("text that stops being JSON at line {line}, column {column}")
        }
        Unreadable::NotObject { received } => format!("JSON that is not an object but {received}"),
        Unreadable::TooLarge => "JSON beyond the limits of size or depth".to_owned(),
    }
}

/// A fact for each member whose type is wrong, in the document of the exchange at this index.
pub fn type_clashes(index: usize, deviations: &[Deviation]) -> impl Iterator<Item = Fact> {
    deviations.iter().filter_map(move |odd| {
        let (expected, received) = type_clash(&odd.kind)?;
        Some(
            Fact::at(index, format!("`{}` is {received}", odd.member))
                .member(&odd.member)
                .expected(expected)
                .received(received),
        )
    })
}

/// What a member ought to be and what it is, where its type is wrong.
#[must_use]
pub fn type_clash(kind: &DeviationKind) -> Option<(&str, &str)> {
    match kind {
        DeviationKind::WrongType { expected, received } => Some((expected, received)),
        DeviationKind::Null => Some(("missing, or a value", "null")),
        _ => None,
    }
}

/// Status and text of an answer that says no, for `received`.
#[must_use]
pub fn answered(exchange: &Exchange, error: &ErrorText) -> String {
    let text = error.shown();
    match (exchange.status(), text.is_empty()) {
        (0, _) => text,
        (status, true) => status.to_string(),
        (status, false) => format!("{status}: {text}"),
    }
}

/// The items as a sentence shows them: quoted, with commas, and only the first of many.
#[must_use]
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = items
        .iter()
        .take(SHOWN)
        .map(|item| format!("`{}`", item.as_ref()))
        .collect();
    match items.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => format!("{} and {} more", shown.join(", "), count - SHOWN),
        _ => shown.join(", "),
    }
}
