//! Free text: what reads as words is shown, addresses by their own rules, anything else by its mark.

use super::address::is_uuid;
use super::{Screen, has_known_beginning, words};
use crate::secret::withheld;
use crate::wire::jwt;

/// What a password follows, with a colon or an equals sign: a word may be one.
const PASSWORDS: [&str; 13] = [
    "password",
    "pw",
    "passwort",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "kennwort",
    "contraseña",
    "secret",
    "pin",
    "otp",
    "client_secret",
];

/// What an identifier follows that is public by that (a trace, a tenant, an application).
const LABELS: [&str; 14] = [
    "trace",
    "correlation",
    "request",
    "tenant",
    "application",
    "app",
    "client",
    "client_id",
    "clientid",
    "identifier",
    "resource",
    "principal",
    "directory",
    "audience",
];

/// How many characters before an identifier are searched for its label.
const LABEL_REACH: usize = 40;

impl Screen {
    /// Words of a server, a log or a person.
    pub fn words(&mut self, text: &str) -> String {
        let may_name = text.contains(['@', ':', '=']) || text.contains(" is ");
        if text.len() < 200 && !may_name && words::is_plain(text) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if let Some(mark) = withheld::mark(rest) {
                out.push_str(mark);
                rest = rest.get(mark.len()..).unwrap_or_default();
                continue;
            }
            let is_start = !out.ends_with(|one: char| one.is_alphanumeric());
            if is_start && let Some(length) = address_length(rest) {
                let (url, tail) = rest.split_at(length);
                let shown = self.address(url);
                out.push_str(&shown);
                rest = tail;
                continue;
            }
            if !is_part(first) {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let end = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            // `db=postgres://user:password@host`: an address begins behind what joins it.
            let address = run
                .rfind(['=', '/', '~', '%'])
                .filter(|_| after.starts_with("://"));
            // `pw=…`: what follows is a password, whatever it looks like.
            let named = run.match_indices('=').map(|(at, _)| at).find(|at| {
                let upto = run.get(..=*at).unwrap_or_default();
                label_before(upto).is_some_and(|label| PASSWORDS.contains(&label.as_str()))
            });
            let end = named.or(address).map_or(end, |joint| joint + 1);
            let (word, tail) = rest.split_at(end);
            let consumed = self.word(&mut out, word, tail);
            rest = tail.get(consumed..).unwrap_or_default();
        }
        out
    }

    /// One run of characters that a credential may be written with; gives how much of what follows belongs to it.
    fn word(&mut self, out: &mut String, word: &str, tail: &str) -> usize {
        if is_base64(word) {
            out.push_str(&self.withhold(word));
            return 0;
        }
        let label = label_before(out);
        let is_labelled =
            label.is_some_and(|label| PASSWORDS.contains(&label.as_str())) && !is_prose(word, tail);
        if is_labelled || is_stated(out, word) {
            let more = tail
                .find(|one: char| one.is_whitespace() || "\"'`,;&)}]".contains(one))
                .unwrap_or(tail.len());
            let whole = format!("{word}{}", tail.get(..more).unwrap_or_default());
            out.push_str(&self.withhold_secret(&whole));
            return more;
        }
        if tail.starts_with(':') && is_user_option(out) {
            let more = tail
                .find(|one: char| one.is_whitespace() || "\"'`".contains(one))
                .unwrap_or(tail.len());
            out.push_str(word);
            out.push(':');
            out.push_str(&self.withhold_secret(tail.get(1..more).unwrap_or_default()));
            return more;
        }
        // What a form or a path joins is looked at one by one.
        let mut from = 0;
        for (at, joint) in word
            .char_indices()
            .filter(|(_, one)| matches!(one, '/' | '=' | '+'))
        {
            self.piece(out, word.get(from..at).unwrap_or_default());
            out.push(joint);
            from = at + 1;
        }
        self.piece(out, word.get(from..).unwrap_or_default());
        0
    }

    fn piece(&mut self, out: &mut String, piece: &str) {
        if piece.is_empty() {
            return;
        }
        let core = piece.trim_matches(|one| "-_.~%".contains(one));
        if has_known_beginning(core) || jwt::shape(core).is_some() {
            let (before, after) = around(piece, core);
            out.push_str(before);
            out.push_str(&self.withhold(core));
            out.push_str(after);
        } else if self.is_id(core) || words::is_plain(&unescaped(piece)) || is_labelled(out, core) {
            out.push_str(piece);
        } else if core.contains('.') && core.split('.').any(words::is_plain) {
            // A host name, a file name, a sentence without a space.
            for (at, part) in piece.split('.').enumerate() {
                if at > 0 {
                    out.push('.');
                }
                if words::is_plain(&unescaped(part)) {
                    out.push_str(part);
                } else {
                    out.push_str(&self.withhold(part));
                }
            }
        } else {
            let (before, after) = around(piece, core);
            out.push_str(before);
            out.push_str(&self.withhold(core));
            out.push_str(after);
        }
    }
}

fn around<'a>(piece: &'a str, core: &str) -> (&'a str, &'a str) {
    let at = piece.find(core).unwrap_or(0);
    (
        piece.get(..at).unwrap_or_default(),
        piece.get(at + core.len()..).unwrap_or_default(),
    )
}

/// What a credential or a word is written with.
fn is_part(one: char) -> bool {
    one.is_alphanumeric() || "-_.~%+/=".contains(one)
}

/// An escape of two digits separates, whatever it stands for.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        out.push(' ');
        let is_escape =
            after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        rest = if is_escape {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    out.push_str(rest);
    out
}

/// How long the address is that a text begins with.
fn address_length(text: &str) -> Option<usize> {
    const LONGEST_SCHEME: usize = 24;
    let is_of_scheme =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let scheme = text
        .bytes()
        .take(LONGEST_SCHEME)
        .take_while(is_of_scheme)
        .count();
    if scheme < 2 || !text.get(scheme..)?.starts_with("://") {
        return None;
    }
    let end = text
        .find(|one: char| one.is_whitespace() || "\"'`<>|^\\".contains(one))
        .unwrap_or(text.len());
    let url = text
        .get(..end)?
        .trim_end_matches([',', '.', ')', ';', ':', '!', '}', '*']);
    let url = if url.contains('[') {
        url
    } else {
        url.trim_end_matches(']')
    };
    (url.len() > scheme + 3).then_some(url.len())
}

/// Long, of base64's letters only, with large and small letters and digits or its own two characters: one text, though `/` is in it.
fn is_base64(word: &str) -> bool {
    let bare = word.trim_end_matches('=');
    let has = |is: fn(&u8) -> bool| bare.bytes().any(|byte| is(&byte));
    bare.len() >= 16
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && (has(u8::is_ascii_digit) || bare.contains('+'))
        && !bare.split('/').all(words::is_plain)
}

/// The word in front of a colon or an equals sign that a text ends with, quotes and white space left out.
fn label_before(text: &str) -> Option<String> {
    let trimmed = text.trim_end_matches(|one: char| {
        one == ' ' || one == '"' || one == '\'' || one == '`' || one == '>'
    });
    let named = trimmed
        .strip_suffix([':', '='])?
        .trim_end_matches(['"', '\'', ' ']);
    let word = named
        .rsplit(|one: char| !(one.is_alphanumeric() || one == '_' || one == '-'))
        .next()?;
    let word = word.to_lowercase().replace('-', "_");
    let last = word.rsplit('_').next()?.to_owned();
    Some(if PASSWORDS.contains(&last.as_str()) {
        last
    } else {
        word
    })
}

/// `the password is X7-k2`: what is no word of a sentence.
fn is_stated(before: &str, word: &str) -> bool {
    let named = before.trim_end().strip_suffix(" is").unwrap_or_default();
    let name = named.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_code = word
        .bytes()
        .any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    is_code && PASSWORDS.contains(&name.as_str())
}

/// `Invalid secret: must not be empty` goes on in words; a password stands alone.
fn is_prose(word: &str, tail: &str) -> bool {
    let mut next = tail.chars();
    let goes_on =
        next.next() == Some(' ') && next.next().is_some_and(|one| one.is_ascii_lowercase());
    goes_on && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `-u` and `--user` of curl take a name and a password.
fn is_user_option(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '=']);
    before.ends_with(" -u") || before.ends_with("--user")
}

fn is_labelled(before: &str, id: &str) -> bool {
    if !is_uuid(id) {
        return false;
    }
    let from = before
        .char_indices()
        .rev()
        .nth(LABEL_REACH)
        .map_or(0, |(at, _)| at);
    before
        .get(from..)
        .unwrap_or_default()
        .to_lowercase()
        .split(|one: char| !(one.is_alphanumeric() || one == '_'))
        .any(|word| LABELS.contains(&word) || word.ends_with("_id"))
}
