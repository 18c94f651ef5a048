//! `WWW-Authenticate`: the full challenge grammar (RFC 9110 §11.2, §11.3, §11.6.1), lenient where a reader can be.

#[cfg(test)]
mod tests;

use crate::limits;
use serde::{Deserialize, Serialize};

/// One challenge: a scheme with parameters or a `token68`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Challenge {
    /// The scheme in lower case (it is case-insensitive, RFC 9110 §11.1).
    pub scheme: String,
    /// Parameters in order, names in lower case (RFC 9110 §11.2), values as meant; of a repeated name only the first.
    pub params: Vec<(String, String)>,
    /// The `token68`, where the scheme has one instead of parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token68: Option<String>,
    /// Names that occur more than once (RFC 6750 §3 forbids it).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duplicate: Vec<String>,
    /// Names whose values are neither a token nor a quoted-string, and were read anyway.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lenient: Vec<String>,
    /// Names after whose values the comma is missing before the next one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unseparated: Vec<String>,
}

impl Challenge {
    /// The value of a parameter, by its name in lower case.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The scopes of the challenge; an empty value is the same as none (RFC 6749 §3.3).
    #[must_use]
    pub fn scopes(&self) -> Option<Vec<String>> {
        let scopes: Vec<String> = self
            .param("scope")?
            .split(' ')
            .filter(|scope| !scope.is_empty())
            .take(limits::SCOPES)
            .map(str::to_owned)
            .collect();
        (!scopes.is_empty()).then_some(scopes)
    }
}

/// What a field value holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Challenges {
    /// The challenges in order.
    pub list: Vec<Challenge>,
    /// Byte offset at which the value stops being readable; what follows was ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed_at: Option<usize>,
}

impl Challenges {
    /// The challenge to act on: the first `Bearer` with `resource_metadata`, else a `DPoP` with it, else the first `Bearer`, else
    /// the first `DPoP` (RFC 9728 §5.1, RFC 9449 §7.1).
    #[must_use]
    pub fn acted_on(&self) -> Option<&Challenge> {
        let of = |scheme: &'static str| self.list.iter().filter(move |one| one.scheme == scheme);
        let with_metadata = |one: &&Challenge| one.param("resource_metadata").is_some();
        of("bearer")
            .find(with_metadata)
            .or_else(|| of("dpop").find(with_metadata))
            .or_else(|| of("bearer").next())
            .or_else(|| of("dpop").next())
    }
}

/// Reads a `WWW-Authenticate` field value; several lines are joined with `, ` before (RFC 9110 §5.3).
#[must_use]
pub fn read(value: &str) -> Challenges {
    let mut reader = Reader {
        text: value,
        bytes: value.as_bytes(),
        at: 0,
    };
    let mut list: Vec<Challenge> = Vec::new();
    loop {
        reader.skip(|byte| is_space(byte) || byte == b',');
        if reader.at >= reader.bytes.len() || list.len() >= limits::CHALLENGES {
            return Challenges {
                list,
                malformed_at: None,
            };
        }
        if reader.element(&mut list).is_none() {
            return Challenges {
                list,
                malformed_at: Some(reader.at),
            };
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A parameter of the current challenge, or a new scheme: `token BWS "="` decides (RFC 9110 §11.3).
    fn element(&mut self, list: &mut Vec<Challenge>) -> Option<()> {
        let start = self.at;
        let name = self.take(is_token)?;
        let after_name = self.at;
        self.skip(is_space);
        if self.peek() == Some(b'=') {
            let Some(challenge) = list.last_mut() else {
                self.at = start;
                return None;
            };
            return self.parameter(name, challenge);
        }
        if after_name == self.at && !matches!(self.peek(), None | Some(b',')) {
            return None;
        }
        let mut challenge = Challenge {
            scheme: name.to_ascii_lowercase(),
            ..Challenge::default()
        };
        challenge.token68 = self.token68();
        list.push(challenge);
        Some(())
    }

    /// `token BWS "=" BWS ( token / quoted-string )`; the name is read already.
    fn parameter(&mut self, name: &str, challenge: &mut Challenge) -> Option<()> {
        let name = name.to_ascii_lowercase();
        self.at += 1;
        self.skip(is_space);
        let (value, legal) = match self.peek() {
            Some(b'"') => (self.quoted_string()?, true),
            _ => self.bare_value(),
        };
        if challenge.params.iter().any(|(earlier, _)| *earlier == name) {
            if !challenge.duplicate.contains(&name) {
                challenge.duplicate.push(name);
            }
        } else if challenge.params.len() < limits::PARAMETERS {
            if !legal {
                challenge.lenient.push(name.clone());
            }
            challenge.params.push((name, value));
        }
        let end = self.at;
        self.skip(is_space);
        match self.peek() {
            None | Some(b',') => Some(()),
            // A forgotten comma: white space and the next thing.
            Some(byte) if end < self.at && is_token(byte) => {
                if let Some((last, _)) = challenge.params.last() {
                    challenge.unseparated.push(last.clone());
                }
                Some(())
            }
            Some(_) => None,
        }
    }

    /// RFC 9110 §5.6.4: a quoted-pair stands for the byte after the backslash.
    fn quoted_string(&mut self) -> Option<String> {
        let start = self.at;
        let mut value: Vec<u8> = Vec::new();
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => return String::from_utf8(value).ok(),
                b'\\' => {
                    value.push(self.peek()?);
                    self.at += 1;
                }
                _ => value.push(byte),
            }
        }
        self.at = start;
        None
    }

    /// A token, or, leniently, anything up to a comma or white space: an unquoted URL, a value in typographic quotes.
    fn bare_value(&mut self) -> (String, bool) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if let Some(inner) = rest.strip_prefix('\u{201c}') {
            let length = inner.find('\u{201d}').unwrap_or(inner.len());
            let value = inner.get(..length).unwrap_or_default();
            let closing = if length < inner.len() {
                '\u{201d}'.len_utf8()
            } else {
                0
            };
            self.at += '\u{201c}'.len_utf8() + length + closing;
            return (value.to_owned(), false);
        }
        let length = rest.find([',', ' ', '\t']).unwrap_or(rest.len());
        let value = rest.get(..length).unwrap_or_default();
        self.at += length;
        let legal = !value.is_empty() && value.bytes().all(is_token);
        (value.to_owned(), legal)
    }

    /// A single `token68` followed by the end or a comma, else nothing is consumed (RFC 9110 §11.2).
    fn token68(&mut self) -> Option<String> {
        let start = self.at;
        let body = self.take(is_token68).map(str::to_owned);
        self.skip(|byte| byte == b'=');
        let end = self.at;
        self.skip(is_space);
        if body.is_some() && matches!(self.peek(), None | Some(b',')) {
            return self.text.get(start..end).map(str::to_owned);
        }
        self.at = start;
        None
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Option<&'a str> {
        let start = self.at;
        self.skip(wanted);
        self.text
            .get(start..self.at)
            .filter(|text| !text.is_empty())
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// RFC 9110 §11.2, without the padding.
fn is_token68(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte)
}
