//! Reads the table of wordings.

use super::{Phrases, Symptom, Tells};
use std::sync::LazyLock;

/// The wordings as they are written down, each with its origin.
const TEXT: &str = include_str!("table.txt");

/// Read once: every judgement of a message compares all of it.
static ROWS: LazyLock<Vec<Symptom>> = LazyLock::new(|| read().collect());

/// Every wording, in the order of the table.
#[must_use]
pub fn rows() -> &'static [Symptom] {
    &ROWS
}

fn read() -> impl Iterator<Item = Symptom> {
    let mut origin = ("", "");
    TEXT.lines().filter_map(move |line| {
        if let Some(heading) = line.strip_prefix("== ") {
            origin = heading
                .trim_end_matches('>')
                .split_once(" <")
                .unwrap_or((heading, ""));
            return None;
        }
        row(line, origin)
    })
}

fn row(line: &'static str, (who, source): (&'static str, &'static str)) -> Option<Symptom> {
    if line.starts_with('#') {
        return None;
    }
    let (head, phrases) = line.split_once(": ")?;
    let mut parts = head.split(' ');
    let tells = match parts.next()? {
        "whole" => Tells::Whole,
        "cause" => Tells::Cause,
        "step" => Tells::Step,
        "little" => Tells::Little,
        _ => return None,
    };
    let (says, near) = phrases.split_once(" @ ").unwrap_or((phrases, ""));
    Some(Symptom {
        says: Phrases::read(says),
        near: near.split(" | ").filter(|one| !one.is_empty()).collect(),
        rules: parts.collect(),
        tells,
        who,
        source,
    })
}
