//! What may be shown of a text from outside: an allow-list. The values of specified members, parameters and header fields are public;
//! of anything else only the shape is shown (`secret::withheld`); of free text and paths what reads as words.

mod address;
mod body;
mod free_text;
mod json_text;
pub mod names;
mod page;
pub mod visible;
pub mod words;

use crate::secret::PREFIXES;
use crate::secret::withheld::{self, Withheld};
use crate::wire::jwt;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use names::Kind;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt;

/// Longer identifiers are not kept as such.
const LONGEST_ID: usize = 512;
/// How many identifiers are kept.
const MOST_IDS: usize = 4_096;

/// What texts go through before they are shown. It knows the identifiers that were shown as such, and what it withheld.
#[derive(Default)]
pub struct Screen {
    withheld: Withheld,
    /// Identifiers that are public by their member: also where they are repeated in an address or in words.
    ids: HashSet<String>,
    /// Hosts whose paths may have a key in them: those of the MCP server.
    keyed: HashSet<String>,
    /// What was withheld, to be found where it is repeated.
    kept: Vec<Kept>,
    /// Whether a request is looked at: its secrets are what somebody handed over.
    is_sending: bool,
}

/// A text that was withheld.
#[derive(Clone)]
pub struct Kept {
    /// The text.
    pub text: String,
    /// Why it was withheld.
    pub certainty: Certainty,
}

/// How sure it is that a text is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nobody knows what it is.
    Unknown,
    /// By its name or place.
    Secret,
    /// It was sent as one: somebody's credential, also where it reads as ordinary words.
    Sent,
}

/// Not the text.
impl fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.text.len())
    }
}

/// How many; none of them.
impl fmt::Debug for Screen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} withheld", self.withheld.count())
    }
}

impl Screen {
    /// Numbers that a text has from before are not given again.
    pub fn respect(&mut self, text: &str) {
        self.withheld.respect(text);
    }

    /// The MCP server's hosts: a key may stand in a path there, in whatever member its address is.
    pub fn keep_paths_of(&mut self, hosts: HashSet<String>) {
        self.keyed = hosts;
    }

    /// Whether what follows is of a request.
    pub fn sending(&mut self, is_sending: bool) {
        self.is_sending = is_sending;
    }

    /// What was withheld so far, in no order.
    #[must_use]
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// A value that is not shown: its mark. What is empty, or hidden by whoever wrote it, stays.
    pub fn withhold(&mut self, value: &str) -> String {
        self.keep(value, false)
    }

    /// The same for what is a secret by its name or place.
    pub fn withhold_secret(&mut self, value: &str) -> String {
        self.keep(value, true)
    }

    fn keep(&mut self, value: &str, is_secret: bool) -> String {
        if is_hidden_already(value) {
            return value.to_owned();
        }
        let core = value.trim_matches(|one: char| one.is_whitespace() || "\"'`".contains(one));
        let (before, after) = match value.find(core).filter(|_| !core.is_empty()) {
            Some(at) => (
                value.get(..at).unwrap_or_default(),
                value.get(at + core.len()..).unwrap_or_default(),
            ),
            None => ("", ""),
        };
        let core = if core.is_empty() { value } else { core };
        let certainty = match (is_secret, self.is_sending) {
            (false, _) => Certainty::Unknown,
            (true, false) => Certainty::Secret,
            (true, true) => Certainty::Sent,
        };
        self.kept.push(Kept {
            text: core.to_owned(),
            certainty,
        });
        let mark = self.withheld.mark(core, jwt::shape(core));
        // What was cut or masked by whoever wrote it stays recognisable as such.
        let cut = if is_cut(core) { "..." } else { "" };
        format!("{before}{mark}{cut}{after}")
    }

    /// A code verifier: its mark, with the challenge that it makes.
    fn withhold_verifier(&mut self, value: &str) -> String {
        if is_hidden_already(value) || is_cut(value) {
            return self.withhold(value);
        }
        self.kept.push(Kept {
            text: value.to_owned(),
            certainty: Certainty::Secret,
        });
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(value.as_bytes()));
        self.withheld
            .mark(value, Some(withheld::verifier(value, &challenge)))
    }

    /// The mark of something that was withheld before.
    pub fn mark(&mut self, value: &str) -> String {
        self.withheld.mark(value, jwt::shape(value))
    }

    /// The value of a member, parameter or header field of this kind.
    pub fn value(&mut self, kind: Option<Kind>, value: &str) -> String {
        match kind {
            Some(Kind::Id) => self.id(value),
            Some(Kind::Numbers)
                if value
                    .split(|one: char| !one.is_alphanumeric())
                    .all(is_word_or_number) =>
            {
                value.to_owned()
            }
            Some(Kind::Words | Kind::Numbers) => self.words(value),
            Some(Kind::Issuer) if value.contains("://") => self.issuer(value),
            Some(Kind::Address | Kind::Resource)
                if value.contains("://") || value.starts_with('/') =>
            {
                self.address(value)
            }
            Some(Kind::Issuer | Kind::Resource) => self.id(value),
            Some(Kind::Address) => self.words(value),
            Some(Kind::Verifier) => self.withhold_verifier(value),
            Some(Kind::Code) if is_error_code(value) => value.to_owned(),
            Some(Kind::Code | Kind::Secret) => self.withhold_secret(value),
            None => self.withhold(value),
        }
    }

    /// The value of a parameter of a form or URL.
    pub fn parameter(&mut self, name: &str, value: &str) -> String {
        match names::member(name) {
            // An authorization code has this name.
            Some(Kind::Code) => self.withhold_secret(value),
            kind => self.value(kind, value),
        }
    }

    /// The name of a member, parameter or header field: shown where it is made of words.
    pub fn name(&mut self, name: &str) -> String {
        if withheld::is_mark(name) || names::member(name).is_some() || words::is_plain(name) {
            return name.to_owned();
        }
        self.withhold(name)
    }

    /// An identifier: public, unless it is a credential by its looks.
    fn id(&mut self, value: &str) -> String {
        if jwt::shape(value).is_some() || has_known_beginning(value) {
            return self.withhold(value);
        }
        if value.chars().any(|one| one.is_whitespace()) && value.len() > LONGEST_ID {
            return self.words(value);
        }
        if value.len() <= LONGEST_ID && self.ids.len() < MOST_IDS && !words::is_plain(value) {
            self.ids.insert(value.to_owned());
        }
        value.to_owned()
    }

    fn is_id(&self, value: &str) -> bool {
        self.ids.contains(value)
    }
}

fn is_word_or_number(part: &str) -> bool {
    const LONGEST_NUMBER: usize = 10;
    words::is_word(part)
        || part.len() <= LONGEST_NUMBER && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// What tells by its beginning alone that it is a credential.
fn has_known_beginning(value: &str) -> bool {
    PREFIXES
        .iter()
        .any(|(prefix, _)| value.starts_with(prefix) && value.len() > prefix.len() + 6)
}

/// `invalid_type`, `ERR_BAD_REQUEST`: words in one case, joined by underscores.
fn is_error_code(value: &str) -> bool {
    let of_case = |is: fn(&u8) -> bool| value.bytes().all(|byte| is(&byte) || byte == b'_');
    value.len() < 48
        && (of_case(u8::is_ascii_lowercase) || of_case(u8::is_ascii_uppercase))
        && words::is_plain(value)
}

const MASKS: [&str; 4] = ["...", "\u{2026}", "***", "xxx"];

/// Whether somebody cut a value or masked a part of it.
fn is_cut(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    MASKS
        .iter()
        .chain(&["redacted", "hidden", "elided"])
        .any(|mask| lower.contains(mask))
        || value.contains('<')
}

/// Nothing, a mark of ours or of somebody else, or what stands where a value was forgotten: `null`, `${TOKEN}`, `<your token>`.
fn is_hidden_already(value: &str) -> bool {
    const NOTHING: [&str; 8] = [
        "null",
        "undefined",
        "none",
        "nil",
        "true",
        "false",
        "[object object]",
        "nan",
    ];
    let value = value.trim();
    if value.is_empty()
        || NOTHING
            .iter()
            .any(|nothing| value.eq_ignore_ascii_case(nothing))
    {
        return true;
    }
    if let Some(mark) = withheld::mark(value) {
        let rest = value.get(mark.len()..).unwrap_or_default();
        return rest.is_empty() || rest == "...";
    }
    let is_mask = |one: char| "*.\u{2026}\u{2022}xX#-_ ".contains(one);
    if value.chars().all(is_mask) {
        return true;
    }
    let framed = [
        ("<", ">"),
        ("[", "]"),
        ("{", "}"),
        ("${", "}"),
        ("{{", "}}"),
        ("${{", "}}"),
        ("%", "%"),
        ("(", ")"),
        ("$", ""),
    ]
    .iter()
    .any(|(open, close)| value.len() > 2 && value.starts_with(open) && value.ends_with(close));
    framed && value.len() < 64 && !value.contains(['"', '\'']) && words::is_plain(value)
}
