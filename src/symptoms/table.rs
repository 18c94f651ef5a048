//! Reads the table of wordings.

use super::{Symptom, Tells};

/// The wordings as they are written down, each with its origin.
const TEXT: &str = include_str!("table.txt");

/// Every wording, in the order of the table.
pub fn rows() -> impl Iterator<Item = Symptom> {
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
    let mut words = head.split(' ');
    let tells = match words.next()? {
        "cause" => Tells::Cause,
        "step" => Tells::Step,
        "little" => Tells::Little,
        _ => return None,
    };
    let (says, near) = phrases.split_once(" @ ").unwrap_or((phrases, ""));
    Some(Symptom {
        says: says
            .split(" | ")
            .map(|phrase| phrase.split(" + ").collect())
            .collect(),
        near: near.split(" | ").filter(|one| !one.is_empty()).collect(),
        rules: words.collect(),
        tells,
        who,
        source,
    })
}
