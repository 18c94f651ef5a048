//! Reads the table of wordings.

use super::{Phrases, Symptom, Tells};
use std::sync::LazyLock;

/// The wordings as they are written down, each with its origin.
const TEXT: &str = include_str!("table.txt");

/// Read once: every judgement of a message compares all of it.
static ROWS: LazyLock<Vec<Symptom>> = LazyLock::new(read);

/// Every wording, in the order of the table.
#[must_use]
pub fn rows() -> &'static [Symptom] {
    &ROWS
}

fn read() -> Vec<Symptom> {
    let mut origin = ("", "");
    let mut rows: Vec<Symptom> = Vec::new();
    for line in TEXT.lines() {
        if let Some(heading) = line.strip_prefix("== ") {
            origin = heading
                .trim_end_matches('>')
                .split_once(" <")
                .unwrap_or((heading, ""));
        } else if let Some(shown) = line.strip_prefix("> ") {
            if let Some(last) = rows.last_mut() {
                last.shown = Some(shown);
            }
        } else {
            rows.extend(row(line, origin));
        }
    }
    rows
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
        shown: None,
        who,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Tells, said_of, words};
    use super::rows;
    use crate::public::words::is_plain;

    /// Words at which no sentence ends.
    const OPEN: [&str; 16] = [
        "a", "an", "and", "at", "but", "by", "did", "does", "for", "from", "in", "of", "or", "the",
        "to", "with",
    ];
    /// Names that are written with capitals, but for a part of a code or of an address.
    const NAMES: [&str; 13] = [
        "aadsts", "api", "cors", "dcr", "html", "http", "https", "json", "mcp", "oauth", "pkce",
        "sse", "uri",
    ];

    /// What is wrong with a sentence as a title; nothing where it is one that people can search for.
    fn flaw(shown: &str) -> Option<&'static str> {
        let plain: Vec<&str> = shown.split_whitespace().collect();
        let is_code = |word: &str| {
            word.contains(['_', '/', ':', '.', '`', '\'', '"', '-', '='])
                || word.chars().skip(1).any(char::is_uppercase)
        };
        let bare = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let last = plain.last().map(bare).unwrap_or_default();
        match () {
            () if shown.trim() != shown || shown.contains("  ") => Some("spaces"),
            () if ['\u{2026}', '|', '+', '@']
                .iter()
                .any(|sign| shown.contains(*sign)) =>
            {
                Some("a character of the table's patterns")
            }
            () if plain.len() < 2 && !plain.iter().any(|word| is_code(word)) => {
                Some("one word that is no code")
            }
            () if OPEN.contains(&last.as_str()) => Some("a fragment: it ends in the middle"),
            () if plain
                .iter()
                .any(|word| !is_code(word) && NAMES.contains(&bare(word).as_str())) =>
            {
                Some("a name in lower case")
            }
            () if shown.matches('"').count() % 2 == 1 => Some("a quotation without its end"),
            () if shown.len() > 130 => Some("too long for a title"),
            () => None,
        }
    }

    #[test]
    fn every_wording_has_the_sentence_that_people_see_and_finds_it() {
        let mut seen: Vec<String> = Vec::new();
        let mut wrong: Vec<String> = Vec::new();
        for row in rows().iter().filter(|row| row.tells > Tells::Little) {
            let Some(shown) = row.shown else {
                wrong.push(format!(
                    "{:?}: write the sentence below it, `> …`",
                    row.says
                ));
                continue;
            };
            if !row.says.occur_in(&said_of(shown, None)) {
                wrong.push(format!(
                    "{shown}: its own row does not find it: {:?}",
                    row.says
                ));
            }
            if let Some(flaw) = flaw(shown) {
                wrong.push(format!("{shown}: {flaw}"));
            }
            if seen.contains(&words(shown)) {
                wrong.push(format!("{shown}: another row has this sentence"));
            }
            seen.push(words(shown));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_word_of_a_wording_is_taken_for_a_secret() {
        let hidden: std::collections::BTreeSet<&String> = rows()
            .iter()
            .flat_map(|row| row.says.0.iter().flatten().flatten())
            .filter(|phrase| !is_plain(phrase) && !is_plain(&phrase.to_uppercase()))
            .collect();
        assert_eq!(
            hidden.into_iter().collect::<Vec<_>>(),
            [""; 0],
            "never heard: hidden before it is read"
        );
    }

    #[test]
    fn a_rough_title_is_found() {
        for rough in [
            "failed to get protected resource …",
            "asks … authenticat | again",
            "MCP server does not implement oauth",
            "redirect_uri did not match any of the",
            "got metadata resource \"x",
            "refused",
        ] {
            assert!(flaw(rough).is_some(), "{rough}");
        }
    }
}
