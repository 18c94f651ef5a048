//! Secrets wherever they are repeated, in one pass over the text, however many there are.

use super::{REDACTED, is_part};
use std::borrow::Cow;

/// A text that begins like a secret for so many bytes is one, though it goes on otherwise or was cut. It bounds what is compared in vain.
const TELLING: usize = 64;

/// Secrets in alphabetical order.
#[derive(Default)]
pub struct Repeated(Vec<Known>);

struct Known {
    secret: String,
    /// Length of the shortest secret that this one begins with, itself included.
    least: usize,
}

impl Repeated {
    /// Of a list in any order, repetitions included.
    pub fn of(mut secrets: Vec<String>) -> Self {
        secrets.sort_unstable();
        secrets.dedup();
        let mut known: Vec<Known> = Vec::with_capacity(secrets.len());
        let mut shortest = String::new();
        for secret in secrets {
            if shortest.is_empty() || !secret.starts_with(&shortest) {
                shortest.clone_from(&secret);
            }
            let least = shortest.len();
            known.push(Known { secret, least });
        }
        Self(known)
    }

    /// How many different ones.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The text with [`REDACTED`] in the place of each.
    pub fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut shown, mut at) = (String::new(), 0, 0);
        while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
            let Some(length) = self.begins(rest) else {
                at += 1;
                continue;
            };
            // What begins inside of a secret is hidden with it.
            if at >= shown {
                out.push_str(text.get(shown..at).unwrap_or_default());
                out.push_str(REDACTED);
            }
            shown = shown.max(boundary(text, at + length));
            at = (at + 1).max(shown.saturating_sub(TELLING));
        }
        if out.is_empty() {
            return Cow::Borrowed(text);
        }
        out.push_str(text.get(shown..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// How much of a text is a secret that it begins with.
    fn begins(&self, text: &[u8]) -> Option<usize> {
        let after = self.0.partition_point(|one| one.secret.as_bytes() <= text);
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        let shared = before.map_or(0, |one| common(&one.secret, text));
        let longest = shared.max(self.0.get(after).map_or(0, |one| common(&one.secret, text)));
        // Every secret that the text begins with is one that its neighbour in the order begins with.
        let whole = before.filter(|one| shared >= one.least);
        if longest < TELLING && whole.is_none() {
            return None;
        }
        let exact = whole.is_some_and(|one| longest == one.least || longest == one.secret.len());
        let word = || {
            text.iter()
                .skip(longest)
                .take_while(|byte| is_part(char::from(**byte)))
        };
        Some(if exact {
            longest
        } else {
            longest + word().count()
        })
    }
}

fn common(secret: &str, text: &[u8]) -> usize {
    secret
        .bytes()
        .zip(text)
        .take_while(|(one, other)| one == *other)
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
    use super::{Repeated, TELLING};

    fn hidden(secrets: &[&str], text: &str) -> String {
        let secrets = secrets.iter().copied().map(str::to_owned).collect();
        Repeated::of(secrets).hide(text).into_owned()
    }

    #[test]
    fn each_secret_is_hidden_wherever_it_stands_and_nothing_else() {
        assert_eq!(
            hidden(&["alphabet", "betagamma"], "(alphabet)=betagamma+alphabets"),
            "([redacted])=[redacted]+[redacted]s"
        );
        assert_eq!(hidden(&["alphabet"], "alphabe alpha"), "alphabe alpha");
        assert_eq!(hidden(&[], "alphabet"), "alphabet");
    }

    #[test]
    fn a_secret_that_contains_or_overlaps_another_is_hidden_as_a_whole() {
        assert_eq!(
            hidden(
                &["abcdefgh", "abcdefgh12345678"],
                "abcdefgh12345678 abcdefgh abcdefghz"
            ),
            "[redacted] [redacted] [redacted]z"
        );
        assert_eq!(
            hidden(&["abcdefgh", "efghijkl"], "<abcdefghijkl>"),
            "<[redacted]>"
        );
        assert_eq!(
            hidden(&["xxabcdefghyy", "abcdefgh"], "xxabcdefghyy"),
            "[redacted]"
        );
    }

    #[test]
    fn a_long_secret_that_was_cut_is_hidden() {
        let secret = "s".repeat(TELLING) + " and more";
        assert_eq!(
            hidden(&[&secret], &format!("({})", secret.get(..TELLING).unwrap())),
            "([redacted])"
        );
        assert_eq!(
            hidden(&[&secret], &format!("({} and less)", "s".repeat(TELLING))),
            "([redacted])"
        );
        assert_eq!(
            hidden(&[&secret], &"s".repeat(TELLING - 1)),
            "s".repeat(TELLING - 1)
        );
    }

    #[test]
    fn a_secret_of_any_script_is_hidden() {
        assert_eq!(
            hidden(&["пароль", "парольня"], "«парольни» пароль"),
            "«[redacted]и» [redacted]"
        );
    }
}
