//! What clients and providers say when signing in fails: known wordings as data, and what they point to.

mod addresses;
mod heard;
mod little;
mod table;

pub use little::meaning;
pub use table::rows;

/// One wording and the causes that it points to.
#[derive(Clone, Debug)]
pub struct Symptom {
    /// Alternatives, each of phrases that all occur; a phrase has alternatives of its own, as [`words`] writes them.
    pub says: Vec<Vec<Vec<String>>>,
    /// Where given, one of these occurs in the message or in an address of the evidence: a provider's or client's own behaviour.
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
    /// It is a whole message that a client or a provider has for one cause only: nothing needs to be guessed.
    Whole,
}

/// One thing that a message may say.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The rule that would account for it, by id.
    pub rule: &'static str,
    /// How well the wording tells it.
    pub tells: Tells,
    /// Whether it is the likeliest reading of its wording.
    pub first: bool,
    /// Whose wording it is.
    pub who: &'static str,
}

/// What a message may say, each rule once, the most telling first. `server` is the MCP server's address; `around` are the addresses and
/// the challenges that were seen: the behaviour of one provider or client counts only near it.
#[must_use]
pub fn claims(message: &str, server: Option<&str>, around: &str) -> Vec<Claim> {
    let heard = heard::heard(message);
    if heard.is_empty() {
        return Vec::new();
    }
    let said = format!(
        "{} {} {}",
        words(&heard),
        addresses::relation_in_words(&heard),
        server.map_or("", |server| addresses::expected_in_words(&heard, server))
    );
    let around = format!(
        "{} {}",
        message.to_ascii_lowercase(),
        around.to_ascii_lowercase()
    );
    let mut found: Vec<&Symptom> = rows()
        .iter()
        .filter(|row| row.near.is_empty() || row.near.iter().any(|near| around.contains(near)))
        .filter(|row| row.is_said_in(&said))
        .collect();
    // What a client does wrong itself accounts for what it complains of.
    let of_client = |row: &Symptom| {
        row.rules
            .first()
            .is_some_and(|rule| rule.starts_with("client/"))
    };
    found.sort_by_key(|row| std::cmp::Reverse((row.tells, !row.near.is_empty(), of_client(row))));
    let mut claims: Vec<Claim> = Vec::new();
    for row in found {
        for (at, rule) in row.rules.iter().enumerate() {
            if !claims.iter().any(|one| one.rule == *rule) {
                claims.push(Claim {
                    rule,
                    tells: row.tells,
                    first: at == 0,
                    who: row.who,
                });
            }
        }
    }
    claims
}

impl Symptom {
    /// Whether one of its alternatives occurs.
    fn is_said_in(&self, said: &str) -> bool {
        let occurs = |phrase: &Vec<String>| phrase.iter().any(|one| contains_words(said, one));
        self.says.iter().any(|all| all.iter().all(occurs))
    }
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
