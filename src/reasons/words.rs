//! Texts compared by words: phrases of the tables, as they are written there, and whether a text says them.

/// Signs that mean something although they are not words, and the word for each, in the table as in a message; each has one of [`MARKS`].
/// `http:` to the own machine is not a sign: every native client has such a redirect URI (RFC 8252 §7.3).
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

/// Most texts have none of these, and no sign.
const MARKS: [char; 3] = ['/', '=', '<'];

/// Alternatives, each of phrases that all occur; a phrase has alternatives of its own, as [`words`] writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases(pub Vec<Vec<Vec<String>>>);

impl Phrases {
    /// Reads `a + b or c | d`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let alternatives = text.split(" | ").map(|all| {
            let phrases = all.split(" + ");
            phrases
                .map(|phrase| phrase.split(" or ").map(words).collect())
                .collect()
        });
        Self(alternatives.collect())
    }

    /// Whether one of the alternatives occurs in a text that [`words`] wrote.
    #[must_use]
    pub fn occur_in(&self, said: &str) -> bool {
        let occurs = |phrase: &Vec<String>| phrase.iter().any(|one| contains_words(said, one));
        self.0.iter().any(|all| all.iter().all(occurs))
    }
}

/// Words in lower case, apart by one space; contractions written out, everything but letters, digits and `_` a separator.
#[must_use]
pub fn words(text: &str) -> String {
    let mut lower = text
        .to_ascii_lowercase()
        .replace(['\u{2019}', '\u{2018}'], "'");
    if lower.contains(MARKS) {
        for (sign, word) in SIGNS {
            lower = lower.replace(sign, word);
        }
    }
    if lower.contains('\'') {
        lower = lower
            .replace("can't", "cannot")
            .replace("won't", "will not")
            .replace("n't", " not");
    }
    lower
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

#[cfg(test)]
mod tests {
    use super::{MARKS, SIGNS, contains_words, words};

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
    fn each_sign_has_a_mark() {
        assert!(SIGNS.iter().all(|(sign, _)| sign.contains(MARKS)));
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
