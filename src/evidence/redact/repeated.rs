//! What is withheld, wherever it is repeated and however it is encoded: in one pass over a text, however much there is to be found.

use crate::public::{Certainty, Kept, Screen, names, words};
use crate::secret::withheld;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::HashMap;

/// So many characters of a secret tell it, unless they read as words.
const TELLING: usize = 8;
/// So many characters of words tell it, where they are half of it.
const MOSTLY: usize = 12;
/// Shorter texts are words or numbers that mean something else elsewhere.
const SHORTEST: usize = 6;
/// How much of a secret is compared; a text that begins like it for so long is it.
const COMPARED: usize = 64;
/// A longer credential is a signed token, which its looks tell.
const LONGEST_SENT: usize = 1_024;
/// How many secrets are looked for: what a capture has beyond is withheld where it stands.
const MOST: usize = 20_000;

/// Spellings of secrets in alphabetical order, in lower case.
#[derive(Debug, Default)]
pub struct Repeated {
    spellings: Vec<Spelling>,
    /// Beginnings of three bytes, as a set of their hashes.
    beginnings: Beginnings,
    count: usize,
    /// Beginnings of secrets are left.
    only_whole: bool,
}

struct Spelling {
    text: String,
    /// The shortest of them that this one begins with, itself included.
    least: usize,
    secret: String,
    /// Somebody sent it as a secret: words tell it too.
    is_sent: bool,
}

/// Its length; not itself.
impl std::fmt::Debug for Spelling {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} bytes", self.text.len())
    }
}

impl Repeated {
    /// Of what was withheld, in any order, repetitions included.
    pub fn of(kept: &[Kept]) -> Self {
        Self::looked_for(kept, COMPARED, false)
    }

    /// Only what was sent as a secret, and only where it stands as a whole: for texts that nobody has looked at, before a part of it is
    /// withheld there by its looks and the rest is left.
    pub fn sent(kept: &[Kept]) -> Self {
        let sent = kept
            .iter()
            .filter(|one| one.certainty == Certainty::Sent && one.text.len() <= LONGEST_SENT);
        let sent: Vec<Kept> = sent.cloned().collect();
        Self::looked_for(&sent, usize::MAX, true)
    }

    fn looked_for(kept: &[Kept], compared: usize, only_whole: bool) -> Self {
        let telling = kept.iter().filter(|one| is_telling(one));
        let mut secrets: HashMap<&str, bool> = HashMap::new();
        for one in telling.take(MOST) {
            *secrets.entry(&one.text).or_default() |= one.certainty == Certainty::Sent;
        }
        let halves: Vec<(String, bool)> = kept
            .iter()
            .take(MOST)
            .filter_map(|one| Some((decoded_basic(&one.text)?, one.certainty == Certainty::Sent)))
            .flat_map(|(pair, is_sent)| halves(pair, is_sent))
            .collect();
        let mut spelt: Vec<(String, String, bool)> = Vec::new();
        let whole = secrets.iter().map(|(secret, is_sent)| (*secret, *is_sent));
        let parts = halves
            .iter()
            .map(|(half, is_sent)| (half.as_str(), *is_sent));
        for (secret, is_sent) in whole.chain(parts) {
            for spelling in spellings(secret, compared) {
                spelt.push((spelling, secret.to_owned(), is_sent));
            }
        }
        spelt.sort_unstable();
        spelt.dedup_by(|one, other| one.0 == other.0);
        let mut repeated = Self {
            count: secrets.len(),
            only_whole,
            ..Self::default()
        };
        let mut shortest = String::new();
        for (text, secret, is_sent) in spelt {
            if shortest.is_empty() || !text.starts_with(&shortest) {
                shortest.clone_from(&text);
            }
            repeated.beginnings.add(text.as_bytes());
            repeated.spellings.push(Spelling {
                least: shortest.len(),
                text,
                secret,
                is_sent,
            });
        }
        repeated
    }

    /// How many different ones.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The text with the mark of each in its place; nothing where it has none.
    pub fn hide(&self, text: &str, screen: &mut Screen) -> Option<String> {
        if self.spellings.is_empty() {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let bytes = lower.as_bytes();
        let mut out = String::new();
        let (mut shown, mut at) = (0, 0);
        while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() >= SHORTEST) {
            if rest.starts_with(b"[withheld-")
                && let Some(mark) = text.get(at..).and_then(withheld::mark)
            {
                at += mark.len();
                continue;
            }
            let found = self
                .beginnings
                .may_have(rest)
                .then(|| self.begins(bytes, at))
                .flatten();
            let Some((length, secret)) = found.filter(|_| text.is_char_boundary(at)) else {
                at += 1;
                continue;
            };
            let end = boundary(text, at + length);
            out.push_str(text.get(shown..at).unwrap_or_default());
            out.push_str(&screen.mark(secret));
            (shown, at) = (end, end);
        }
        if shown == 0 {
            return None;
        }
        out.push_str(text.get(shown..).unwrap_or_default());
        Some(out)
    }

    /// How much of the text at a place is a secret, and which.
    fn begins(&self, text: &[u8], at: usize) -> Option<(usize, &str)> {
        let rest = text.get(at..)?;
        let after = self
            .spellings
            .partition_point(|one| one.text.as_bytes() <= rest);
        let neighbours = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let (longest, nearest) = neighbours
            .filter_map(|at| self.spellings.get(at))
            .map(|one| (common(one.text.as_bytes(), rest), one))
            .max_by_key(|(shared, _)| *shared)?;
        let is_whole = longest >= nearest.least;
        let is_part_of_word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        if is_whole && nearest.least < TELLING {
            let alone = !is_part_of_word(at + nearest.least)
                && !at.checked_sub(1).is_some_and(is_part_of_word);
            if !alone && longest < TELLING {
                return None;
            }
        }
        let beginning = std::str::from_utf8(rest.get(..longest)?).unwrap_or_default();
        if self.only_whole {
            let whole = longest == nearest.text.len();
            let length = if whole { longest } else { nearest.least };
            return is_whole.then_some((length, &nearest.secret));
        }
        let is_most = nearest.is_sent && longest >= MOSTLY && longest * 2 >= nearest.text.len();
        let tells = longest >= TELLING && (is_most || !words::is_plain(beginning));
        if !is_whole && !tells {
            return None;
        }
        let word = || {
            rest.iter()
                .skip(longest)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
                .count()
        };
        let length = if is_whole && !tells || longest == nearest.text.len() && longest < COMPARED {
            longest
        } else {
            longest + word()
        };
        Some((length, &nearest.secret))
    }
}

/// Whether a text that was withheld means itself elsewhere too.
fn is_telling(kept: &Kept) -> bool {
    let text = kept.text.as_str();
    let is_long = (TELLING..65_536).contains(&text.len());
    let is_number = text.len() >= SHORTEST && text.bytes().any(|byte| byte.is_ascii_digit());
    let is_known = match kept.certainty {
        Certainty::Unknown => false,
        Certainty::Secret => !is_term(text),
        Certainty::Sent => !is_value_of_specification(text),
    };
    (is_long || is_number) && (is_known || !words::is_plain(text))
}

/// What stands where a secret was expected, and means itself elsewhere: `access_token`, `invalid_token`.
fn is_value_of_specification(text: &str) -> bool {
    is_term(text)
        && (names::member(text).is_some()
            || [
                "invalid_",
                "unauthorized_",
                "authorization_code",
                "client_credentials",
            ]
            .iter()
            .any(|start| text.starts_with(start)))
}

/// What reads as a term of the specifications: `authorization_code`.
fn is_term(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        && words::is_plain(text)
}

/// Plain, in base64, base64url and hexadecimal digits, percent-encoded, and as a text in JSON and HTML has it.
fn spellings(secret: &str, compared: usize) -> Vec<String> {
    let bytes = secret.as_bytes();
    let start = bytes.get(..bytes.len().min(compared)).unwrap_or_default();
    let mut all = vec![secret.to_owned(), hex(start)];
    // Where other bytes stand in front, base64 begins at another place.
    for skipped in 0..3 {
        let shifted = bytes.get(skipped..).unwrap_or_default();
        let whole = shifted.get(..shifted.len() / 3 * 3).unwrap_or_default();
        all.push(STANDARD_NO_PAD.encode(whole));
        all.push(URL_SAFE_NO_PAD.encode(whole));
    }
    let encoded: String = url::form_urlencoded::byte_serialize(bytes).collect();
    all.push(encoded.replace('+', "%20"));
    all.push(encoded);
    if secret.contains(['"', '\\', '&', '<', '>', '\'', '/']) {
        let escaped = secret.replace('\\', "\\\\").replace('"', "\\\"");
        all.push(escaped.replace('/', "\\/"));
        all.push(escaped);
        let html = secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        all.push(html.replace('\'', "&#39;"));
        all.push(html);
    }
    all.retain(|one| one.len() >= SHORTEST);
    for one in &mut all {
        one.make_ascii_lowercase();
        let end = (0..=compared.min(one.len()))
            .rev()
            .find(|at| one.is_char_boundary(*at))
            .unwrap_or(0);
        one.truncate(end);
    }
    all
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The pair in a Basic credential (RFC 7617).
fn decoded_basic(text: &str) -> Option<String> {
    if text.len() > 4_096 {
        return None;
    }
    let bytes = STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
    String::from_utf8(bytes)
        .ok()
        .filter(|pair| pair.contains(':') && !pair.contains(char::is_control))
}

/// The password of a pair, as it is and decoded once (RFC 6749 §2.3.1).
fn halves(pair: String, is_sent: bool) -> Vec<(String, bool)> {
    let Some((_, password)) = pair.split_once(':') else {
        return Vec::new();
    };
    let decoded = crate::wire::form::decode_value(password);
    [pair.clone(), password.to_owned(), decoded]
        .into_iter()
        .filter(|one| one.len() >= SHORTEST && (!is_term(one) || is_sent && one.len() >= TELLING))
        .map(|half| (half, is_sent))
        .collect()
}

/// Which beginnings there are: most places of a text are told by this alone.
struct Beginnings(Vec<u64>);

/// Nothing of it.
impl std::fmt::Debug for Beginnings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![0; 1024])
    }
}

impl Beginnings {
    fn add(&mut self, text: &[u8]) {
        let (word, bit) = place(text);
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    fn may_have(&self, text: &[u8]) -> bool {
        let (word, bit) = place(text);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

fn place(text: &[u8]) -> (usize, u64) {
    let hash = text.iter().take(4).fold(0_u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u32::from(*byte))
    });
    let at = (hash ^ (hash >> 16)) & 0xffff;
    ((at >> 6) as usize, 1 << (at & 63))
}

fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

/// The next place where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::Repeated;
    use crate::public::{Certainty, Kept, Screen};

    fn hidden(secrets: &[&str], text: &str) -> String {
        let kept = |text: &&str| Kept {
            text: (*text).to_owned(),
            certainty: Certainty::Secret,
        };
        let secrets: Vec<Kept> = secrets.iter().map(kept).collect();
        Repeated::of(&secrets)
            .hide(text, &mut Screen::default())
            .unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn a_secret_is_hidden_in_every_spelling() {
        let secret = "p4ss Word/7+K";
        for spelling in [
            "p4ss Word/7+K",
            "P4SS WORD/7+K",
            "p4ss+Word%2F7%2BK",
            "cDRzcyBXb3JkLzcrSw==",
            "70347373",
            "p4ss Wor",
            "dTpwNHNzIFdvcmQvNytL",
        ] {
            let text = hidden(&[secret], &format!("<{spelling}>"));
            assert!(text.contains("[withheld-1:13]"), "{spelling}: {text}");
        }
    }

    #[test]
    fn the_password_of_a_basic_credential_is_a_secret_too() {
        // user:correct-horse-9
        assert_eq!(
            hidden(&["dXNlcjpjb3JyZWN0LWhvcnNlLTk="], "no correct-horse-9 here"),
            "no [withheld-1:15] here"
        );
    }

    #[test]
    fn a_secret_that_contains_or_overlaps_another_is_hidden_as_a_whole() {
        let text = hidden(
            &["abcd3fgh", "abcd3fgh12345678"],
            "abcd3fgh12345678 abcd3fgh",
        );
        assert!(!text.contains("abcd") && !text.contains("5678"), "{text}");
    }

    #[test]
    fn words_are_not_hidden_because_a_secret_begins_like_them() {
        assert_eq!(
            hidden(&["access_token_7Hq9"], "access_token is missing"),
            "access_token is missing"
        );
        assert_eq!(
            hidden(&["authorization_code"], "authorization_code"),
            "authorization_code"
        );
        assert_eq!(
            hidden(&["839201"], "1839201 at 839201."),
            "1839201 at [withheld-1:6]."
        );
    }
}
