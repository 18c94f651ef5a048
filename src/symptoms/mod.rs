//! What clients and providers say when signing in fails: known wordings as data, and what they point to.

mod addresses;
mod table;

pub use table::rows;

use crate::evidence::Evidence;

/// One wording and the causes that it points to.
#[derive(Clone, Debug)]
pub struct Symptom {
    /// Alternatives, each of phrases that all occur; a phrase has alternatives of its own, as [`words`] writes them.
    pub says: Vec<Vec<Vec<String>>>,
    /// Where given, one of these occurs in the symptom or in an address of the evidence: a provider's or client's own behaviour.
    pub near: Vec<&'static str>,
    /// The causes, by rule id, the likeliest first.
    pub rules: Vec<&'static str>,
    /// How well the wording tells the cause.
    pub tells: Tells,
    /// Who says it.
    pub who: &'static str,
    /// Where it was learnt.
    pub source: &'static str,
}

/// How well a wording tells the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// It fits several causes: evidence of any of them decides.
    Little,
    /// It names the step that failed.
    Step,
    /// It names the cause.
    Cause,
}

/// The rows that a symptom matches, the most telling first; of two that tell as much, the one with the longer phrases.
#[must_use]
pub fn matching(evidence: &Evidence) -> Vec<&'static Symptom> {
    let Some(symptom) = evidence.symptom.as_deref() else {
        return Vec::new();
    };
    let said = format!(
        "{} {}",
        words(symptom),
        addresses::relation_in_words(symptom)
    );
    let around = surroundings(evidence, symptom);
    let mut found: Vec<(usize, &Symptom)> = rows()
        .iter()
        .filter(|row| row.near.is_empty() || row.near.iter().any(|near| around.contains(near)))
        .filter_map(|row| Some((row.said_in(&said)?, row)))
        .collect();
    found
        .sort_by_key(|(weight, row)| std::cmp::Reverse((row.tells, !row.near.is_empty(), *weight)));
    found.into_iter().map(|(_, row)| row).collect()
}

impl Symptom {
    /// How much of the symptom this wording explains: the length of the longest alternative that occurs.
    fn said_in(&self, said: &str) -> Option<usize> {
        let length = |phrases: &Vec<Vec<String>>| -> Option<usize> {
            phrases.iter().map(|phrase| longest(said, phrase)).sum()
        };
        self.says.iter().filter_map(length).max()
    }
}

/// The length of the longest alternative of a phrase that occurs.
fn longest(said: &str, phrase: &[String]) -> Option<usize> {
    phrase
        .iter()
        .filter(|one| contains_words(said, one))
        .map(String::len)
        .max()
}

/// Signs that tell something although they are no words, and the word that stands for each, in the table as in a message.
/// `http:` to the own machine is no sign: every native client has such a redirect URI (RFC 8252 §7.3).
const SIGNS: [(&str, &str); 9] = [
    ("http://localhost", " localhost"),
    ("http://127.0.0.1", " localhost"),
    ("http://[::1]", " localhost"),
    ("https://", " "),
    ("http://", " plainhttp "),
    ("access_token=", " formtoken "),
    ("'<'", " htmltag "),
    ("<!doctype", " htmltag "),
    ("<html", " htmltag "),
];

/// Words in lower case, apart by one space; contractions written out, everything but letters, digits and `_` a separator.
#[must_use]
pub fn words(text: &str) -> String {
    let mut lower = text
        .to_ascii_lowercase()
        .replace(['\u{2019}', '\u{2018}'], "'");
    for (sign, word) in SIGNS {
        lower = lower.replace(sign, word);
    }
    let whole = lower
        .replace("can't", "cannot")
        .replace("won't", "will not")
        .replace("n't", " not");
    whole
        .split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Shorter phrases stand for themselves only: `no` is not `not`.
const STEM: usize = 4;

/// Whether a phrase stands in a text at the beginning of a word; its last word may go on (`register` finds `registered`).
fn contains_words(text: &str, phrase: &str) -> bool {
    let byte = |at: usize| text.as_bytes().get(at);
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(at, _)| {
            let begins = at == 0 || matches!(byte(at - 1), Some(b' ' | b'_'));
            let ends =
                phrase.len() >= STEM || matches!(byte(at + phrase.len()), None | Some(b' ' | b'_'));
            begins && ends
        })
}

fn surroundings(evidence: &Evidence, symptom: &str) -> String {
    let mut around = symptom.to_ascii_lowercase();
    around.push(' ');
    around.push_str(
        &evidence
            .server
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase(),
    );
    for exchange in &evidence.exchanges {
        around.push(' ');
        around.push_str(&exchange.request.url.to_ascii_lowercase());
        for challenge in exchange
            .response
            .iter()
            .filter_map(|one| one.headers.get("www-authenticate"))
        {
            around.push(' ');
            around.push_str(&challenge.to_ascii_lowercase());
        }
    }
    around
}

#[cfg(test)]
mod tests {
    use super::{contains_words, words};

    #[test]
    fn wording_is_compared_by_words() {
        assert_eq!(
            words("Couldn\u{2019}t register: \"X\""),
            "could not register x"
        );
        assert!(contains_words(&words("it was registered"), "register"));
        assert!(!contains_words(&words("unregistered"), "register"));
    }

    #[test]
    fn an_address_tells_its_scheme_only_where_it_is_plain_http_to_another_machine() {
        let plain = words("http://");
        assert!(contains_words(&words("http://mcp.example.com/mcp"), &plain));
        assert!(!contains_words(
            &words("https://a.example http://localhost:1"),
            &plain
        ));
        assert!(!contains_words(&words("https://mcp.example.com"), "http"));
    }

    #[test]
    fn a_member_named_access_token_is_no_form_encoded_answer() {
        let form = words("access_token=");
        assert!(contains_words(&words("access_token=gho_1&scope="), &form));
        assert!(!contains_words(&words("no access_token in it"), &form));
    }
}
