//! What stands in the place of a text that is not shown: which one it was, and its shape. The same text has the same number, so what
//! can be concluded from two texts being equal or not can still be concluded.
//!
//! `[withheld-3:40]` is the third text, of 40 characters; `[withheld-3:ghp_36]` says how it begins where that only tells who issued it;
//! `[withheld-3:jwt;iss=…;exp=…]` has the public claims of a JWT.

use super::PREFIXES;
use std::collections::HashMap;

const OPENING: &str = "[withheld-";
/// What stands before the challenge that a code verifier makes (RFC 7636 §4.2): it is public, and tells whether the two belong together.
const CHALLENGE: &str = ";s256=";
/// What begins the shape of a JWT.
pub const JWT: &str = "jwt;";

/// The numbers that were given so far.
#[derive(Default)]
pub struct Withheld {
    numbers: HashMap<String, usize>,
    taken: usize,
}

impl Withheld {
    /// Numbers that a text has from before are not given again.
    pub fn respect(&mut self, text: &str) {
        let found = text
            .match_indices(OPENING)
            .filter_map(|(at, _)| number(mark(text.get(at..)?)?));
        self.taken = found.fold(self.taken, usize::max);
    }

    /// How many different texts.
    #[must_use]
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// What stands for a text: its own shape where it has one, else what its beginning tells and its length.
    pub fn mark(&mut self, text: &str, shape: Option<String>) -> String {
        let next = self.taken + 1;
        let number = *self.numbers.entry(text.to_owned()).or_insert(next);
        self.taken = self.taken.max(number);
        let shape = shape.unwrap_or_else(|| shape_of(text));
        format!("{OPENING}{number}:{shape}]")
    }
}

/// The shape of a code verifier with the challenge that it makes.
#[must_use]
pub fn verifier(text: &str, challenge: &str) -> String {
    format!("{}{CHALLENGE}{challenge}", text.chars().count())
}

/// The challenge that the code verifier behind a mark makes.
#[must_use]
pub fn challenge(text: &str) -> Option<&str> {
    shape(text)?
        .split_once(CHALLENGE)
        .map(|(_, challenge)| challenge)
}

fn is_challenge(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn shape_of(text: &str) -> String {
    let known = PREFIXES
        .iter()
        .filter(|(_, owner)| !owner.is_empty())
        .map(|(prefix, _)| *prefix)
        .filter(|prefix| text.starts_with(prefix) && text.len() > prefix.len() + 6)
        .max_by_key(|prefix| prefix.len())
        .unwrap_or_default();
    format!("{known}{}", text.chars().count() - known.len())
}

/// The mark that a text begins with.
#[must_use]
pub fn mark(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(OPENING)?;
    let is_of_mark = |one: char| one.is_ascii_alphanumeric() || "-._~%;=:/,".contains(one);
    let end = rest.find(|one| !is_of_mark(one))?;
    if !rest.get(end..)?.starts_with(']') {
        return None;
    }
    let (number, shape) = rest.get(..end)?.split_once(':')?;
    let is_shape = |shape: &str| {
        let shape = PREFIXES
            .iter()
            .find_map(|(prefix, _)| shape.strip_prefix(prefix))
            .unwrap_or(shape);
        let shape = shape
            .split_once(CHALLENGE)
            .filter(|(_, challenge)| is_challenge(challenge))
            .map_or(shape, |(length, _)| length);
        (1..10).contains(&shape.len()) && shape.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_jwt = |shape: &str| {
        shape.starts_with(JWT)
            && shape
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~%;=:/,".contains(&byte))
    };
    let numbered =
        (1..9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (numbered && (is_shape(shape) || is_jwt(shape))).then(|| text.get(..OPENING.len() + end + 1))?
}

/// Whether a text is nothing but a mark.
#[must_use]
pub fn is_mark(text: &str) -> bool {
    mark(text).is_some_and(|mark| mark.len() == text.len())
}

/// The shape that a mark tells.
#[must_use]
pub fn shape(text: &str) -> Option<&str> {
    let (_, shape) = mark(text)?.strip_suffix(']')?.split_once(':')?;
    Some(shape)
}

fn number(mark: &str) -> Option<usize> {
    let (number, _) = mark.strip_prefix(OPENING)?.split_once(':')?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Withheld, is_mark, mark, shape, verifier};

    #[test]
    fn the_same_text_has_the_same_mark_and_a_number_is_given_once() {
        let mut withheld = Withheld::default();
        withheld.respect("state=[withheld-4:9]&x");
        let one = withheld.mark("abcdefgh", None);
        assert_eq!(one, "[withheld-5:8]");
        assert_eq!(withheld.mark("ghp_0123456789", None), "[withheld-6:ghp_10]");
        assert_eq!(withheld.mark("abcdefgh", None), one);
        assert_eq!(shape("[withheld-6:ghp_10]"), Some("ghp_10"));
    }

    #[test]
    fn only_a_mark_is_taken_for_one() {
        assert_eq!(mark("[withheld-1:8] and more"), Some("[withheld-1:8]"));
        assert!(is_mark("[withheld-1:jwt;iss=https://as.example;exp=1]"));
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let made = format!("[withheld-1:{}]", verifier("abc", challenge));
        assert!(is_mark(&made) && super::challenge(&made) == Some(challenge));
        for other in [
            "[withheld-1:hunter2]",
            "[withheld-x:8]",
            "[withheld-1:]",
            "[withheld-1:8",
        ] {
            assert_eq!(mark(other), None, "{other}");
        }
    }
}
