//! JSON as people write it, and the objects of programs: comments, missing commas, other quotation marks, bare names. What a strict
//! reader would stop at is noted with its place, and read on.

use super::node::{Node, Read, Value};
use crate::evidence::configuration::{Flaw, FlawKind};
use crate::limits;

/// Flaws that are kept of one text.
const FLAWS: usize = 64;
const OPEN: [char; 7] = [
    '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{2018}', '\u{2019}',
];
const CLOSE: [char; 6] = [
    '\u{201c}', '\u{201d}', '\u{201f}', '\u{bb}', '\u{2018}', '\u{2019}',
];

/// Reads a text that is one value, or the members of one without their braces.
pub fn read(text: &str) -> Read {
    let mut reader = Reader {
        rest: text,
        line: 1,
        column: 1,
        depth: 0,
        flaws: Vec::new(),
    };
    reader.space();
    let node = if reader.rest.starts_with(['{', '[', '(']) {
        reader.value()
    } else {
        reader.flaw(FlawKind::NoBraces);
        let line = reader.line;
        let members = reader.members(None);
        Node {
            line,
            value: Value::Map(members),
        }
    };
    Read {
        node,
        flaws: reader.flaws,
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    depth: usize,
    flaws: Vec<Flaw>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next()?;
        self.rest = characters.as_str();
        if next == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
        Some(next)
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.next();
        }
        there
    }

    fn flaw(&mut self, kind: FlawKind) {
        self.flaw_at(kind, self.line, self.column);
    }

    fn flaw_at(&mut self, kind: FlawKind, line: usize, column: usize) {
        if self.flaws.len() < FLAWS {
            self.flaws.push(Flaw { kind, line, column });
        }
    }

    /// White space and comments.
    fn space(&mut self) {
        loop {
            let comment = self.rest.starts_with("//") || self.rest.starts_with('#');
            if self.peek().is_some_and(char::is_whitespace) {
                self.next();
            } else if comment {
                self.flaw(FlawKind::Comment);
                while self.peek().is_some_and(|c| c != '\n') {
                    self.next();
                }
            } else if self.rest.starts_with("/*") {
                self.flaw(FlawKind::Comment);
                while !self.rest.is_empty() && !self.rest.starts_with("*/") {
                    self.next();
                }
                self.next();
                self.next();
            } else {
                return;
            }
        }
    }

    fn value(&mut self) -> Node {
        let line = self.line;
        let value = match self.peek() {
            _ if self.depth >= limits::JSON_DEPTH => self.bare(),
            Some('{') => {
                self.next();
                self.depth += 1;
                let members = self.members(Some('}'));
                self.depth -= 1;
                Value::Map(members)
            }
            Some(open @ ('[' | '(')) => {
                self.next();
                self.depth += 1;
                let items = self.items(if open == '[' { ']' } else { ')' });
                self.depth -= 1;
                Value::List(items)
            }
            Some(quote) if is_quote(quote) => Value::Text(self.text()),
            _ => self.bare(),
        };
        Node { line, value }
    }

    /// The members up to a closing bracket, or up to the end of the text where there is none.
    fn members(&mut self, close: Option<char>) -> Vec<(String, Node)> {
        let mut members = Vec::new();
        let mut comma = None;
        loop {
            self.space();
            let Some(next) = self.peek() else {
                if close.is_some() {
                    self.flaw(FlawKind::Unclosed);
                }
                return members;
            };
            if self.closes(next, close, comma) {
                return members;
            }
            if next == ',' {
                self.flaw(FlawKind::ExtraComma);
                self.next();
                continue;
            }
            let line = self.line;
            let Some(name) = self.name() else {
                self.flaw(FlawKind::Other);
                self.next();
                continue;
            };
            self.space();
            let separated = self.take(':') || self.take('=');
            let (end_line, end_column) = (self.line, self.column);
            if separated {
                self.take('>');
                self.space();
            } else if !matches!(self.peek(), Some(',' | '}') | None) {
                self.flaw(FlawKind::MissingColon);
            }
            let value = match self.peek() {
                // `{ url, headers }` of a program.
                Some(',' | '}' | ']') | None => {
                    if separated {
                        self.flaw_at(FlawKind::Other, end_line, end_column);
                    }
                    Value::Bare(name.clone())
                }
                _ => self.value().value,
            };
            members.push((name, Node { line, value }));
            comma = self.separator(close);
        }
    }

    fn items(&mut self, close: char) -> Vec<Node> {
        let mut items = Vec::new();
        let mut comma = None;
        loop {
            self.space();
            let Some(next) = self.peek() else {
                self.flaw(FlawKind::Unclosed);
                return items;
            };
            if self.closes(next, Some(close), comma) {
                return items;
            }
            if next == ',' {
                self.flaw(FlawKind::ExtraComma);
                self.next();
                continue;
            }
            let before = self.rest.len();
            items.push(self.value());
            if self.rest.len() == before {
                self.next();
            }
            comma = self.separator(Some(close));
        }
    }

    /// Whether this character closes what is open; a wrong bracket closes it too, with a flaw.
    fn closes(&mut self, next: char, close: Option<char>, comma: Option<(usize, usize)>) -> bool {
        if !matches!(next, '}' | ']' | ')') {
            return false;
        }
        if let Some((line, column)) = comma {
            self.flaw_at(FlawKind::TrailingComma, line, column);
        }
        if Some(next) == close {
            self.next();
            return true;
        }
        self.flaw(FlawKind::WrongBracket);
        // The bracket may belong to what stands around this.
        if close.is_none() || self.depth <= 1 {
            self.next();
            return false;
        }
        true
    }

    /// The comma after a value, with its place.
    fn separator(&mut self, close: Option<char>) -> Option<(usize, usize)> {
        let (line, column) = (self.line, self.column);
        self.space();
        let at = (self.line, self.column);
        if self.take(',') || self.take(';') {
            return Some(at);
        }
        let ends = matches!(self.peek(), None | Some('}' | ']' | ')'));
        if !ends || (close.is_none() && self.peek() == Some(',')) {
            self.flaw_at(FlawKind::MissingComma, line, column);
        }
        None
    }

    fn name(&mut self) -> Option<String> {
        if self.peek().is_some_and(is_quote) {
            return Some(self.text());
        }
        let is_part = |c: char| c.is_alphanumeric() || "_-$.@/".contains(c);
        let mut name = String::new();
        let (line, column) = (self.line, self.column);
        while let Some(c) = self.peek().filter(|c| is_part(*c)) {
            name.push(c);
            self.next();
        }
        if name.is_empty() {
            return None;
        }
        self.flaw_at(FlawKind::BareName, line, column);
        Some(name)
    }

    /// A text in quotation marks of any kind.
    fn text(&mut self) -> String {
        let (line, column) = (self.line, self.column);
        let Some(open) = self.next() else {
            return String::new();
        };
        let typographic = OPEN.contains(&open);
        if typographic {
            self.flaw_at(FlawKind::TypographicQuotes, line, column);
        } else if open == '\'' {
            self.flaw_at(FlawKind::SingleQuotes, line, column);
        }
        // Python's `"""`.
        if open == '"' && self.rest.starts_with("\"\"") {
            self.next();
            self.next();
        }
        let mut out = String::new();
        while let Some(c) = self.peek() {
            let closes = c == open || typographic && (CLOSE.contains(&c) || c == '"');
            if closes {
                self.next();
                return out;
            }
            if c == '\n' && open != '`' {
                if self.line_is_over(&out) {
                    self.flaw(FlawKind::MissingQuote);
                    let kept = out.trim_end().trim_end_matches([',', '}', ']']).len();
                    out.truncate(kept);
                    return out;
                }
                self.flaw(FlawKind::LineBreak);
            }
            self.next();
            if c == '\\' {
                self.escape(&mut out);
            } else {
                out.push(c);
            }
        }
        self.flaw_at(FlawKind::MissingQuote, line, column);
        out
    }

    /// Whether the next line goes on with the object: then only the closing quotation mark is missing.
    fn line_is_over(&self, so_far: &str) -> bool {
        let next = self.rest.trim_start();
        let named = next.starts_with(is_quote)
            && next
                .get(1..)
                .and_then(|rest| rest.split('\n').next())
                .is_some_and(|line| line.contains(':') || line.contains('\u{201d}'));
        named || next.is_empty() || next.starts_with(['}', ']']) && !so_far.trim().is_empty()
    }

    fn escape(&mut self, out: &mut String) {
        match self.peek() {
            Some(c @ ('"' | '\\' | '/' | '\'' | '`')) => out.push(c),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('b' | 'f') => out.push(' '),
            Some('u') => {
                let code = self
                    .rest
                    .get(1..5)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok());
                out.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
                for _ in 0..4 {
                    self.next();
                }
            }
            Some('\n') => {}
            other => {
                self.flaw(FlawKind::Backslash);
                out.push('\\');
                out.extend(other);
            }
        }
        self.next();
    }

    /// A number, a word, or an expression of a program up to the next comma; of one with a text in it, that text.
    fn bare(&mut self) -> Value {
        let (line, column) = (self.line, self.column);
        let mut out = String::new();
        let mut within: Option<String> = None;
        let mut open = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                _ if is_quote(c) => {
                    let text = self.text();
                    out.push('"');
                    out.push_str(&text);
                    out.push('"');
                    within.get_or_insert(text);
                    continue;
                }
                '(' | '[' | '{' if !out.is_empty() => open += 1,
                ')' | ']' | '}' if open > 0 => open -= 1,
                ')' | ']' | '}' => break,
                ',' | ';' if open == 0 => break,
                '\n' if open == 0 => break,
                '/' if self.rest.starts_with("//") && !out.ends_with(':') => break,
                _ => {}
            }
            out.push(c);
            self.next();
        }
        let word = out.trim().to_owned();
        let literal = word.parse::<f64>().is_ok()
            || matches!(
                word.as_str(),
                "true" | "false" | "null" | "True" | "False" | "None"
            );
        if !literal {
            self.flaw_at(FlawKind::BareValue, line, column);
        }
        match within {
            // `new URL("https://…")`, `f"Bearer {token}"`, `process.env["TOKEN"]`.
            Some(text) if text.contains("://") || is_string_prefix(&word) => Value::Text(text),
            _ => Value::Bare(word),
        }
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`') || OPEN.contains(&c)
}

/// `f"…"`, `r"…"`, `@"…"`, `$"…"`.
fn is_string_prefix(word: &str) -> bool {
    let before = word.split('"').next().unwrap_or_default();
    before.len() <= 2 && word.ends_with('"') && !before.is_empty()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::evidence::configuration::FlawKind;

    /// The flaws of a text, without those of comments and names.
    fn flaws(text: &str) -> Vec<(FlawKind, usize, usize)> {
        let flaws = read(text).flaws.into_iter();
        flaws
            .map(|flaw| (flaw.kind, flaw.line, flaw.column))
            .collect()
    }

    #[test]
    fn strict_json_has_no_flaw() {
        assert_eq!(flaws("{\"a\": [1, true, null, \"x\\n\"], \"b\": {}}"), []);
    }

    #[test]
    fn each_mistake_has_its_place_and_the_rest_is_read() {
        for (text, kind, line, column) in [
            ("{\"a\": 1\n \"url\": \"x\"}", FlawKind::MissingComma, 1, 8),
            (
                "{\"a\": 1,\n \"url\": \"x\",\n}",
                FlawKind::TrailingComma,
                2,
                12,
            ),
            ("{\"a\": 1,, \"url\": \"x\"}", FlawKind::ExtraComma, 1, 9),
            ("{\"url\" \"x\"}", FlawKind::MissingColon, 1, 8),
            (
                "{\"a\": {\"b\": 1}, \"url\": \"x\"",
                FlawKind::Unclosed,
                1,
                27,
            ),
            ("\"url\": \"x\"", FlawKind::NoBraces, 1, 1),
            ("{\"url\": \"x\n}", FlawKind::MissingQuote, 1, 11),
            (
                "{\"a\": \"y,\n \"url\": \"x\"}",
                FlawKind::MissingQuote,
                1,
                10,
            ),
            (
                "{\u{201c}url\u{201d}: \"x\"}",
                FlawKind::TypographicQuotes,
                1,
                2,
            ),
            ("{'url': \"x\"}", FlawKind::SingleQuotes, 1, 2),
            ("{url: \"x\"}", FlawKind::BareName, 1, 2),
            ("{\"url\": \"x\", \"a\": y}", FlawKind::BareValue, 1, 19),
            ("{ // c\n\"url\": \"x\"}", FlawKind::Comment, 1, 3),
            (
                "{\"a\": \"t\nu\", \"url\": \"x\"}",
                FlawKind::LineBreak,
                1,
                9,
            ),
            (
                "{\"a\": \"C:\\P\", \"url\": \"x\"}",
                FlawKind::Backslash,
                1,
                11,
            ),
            ("{\"url\": \"x\", \"a\": [1}", FlawKind::WrongBracket, 1, 21),
        ] {
            assert!(
                flaws(text).contains(&(kind, line, column)),
                "{text}: {:?}",
                flaws(text)
            );
            let read = read(text);
            let url = read.node.get("url").and_then(|url| url.text());
            assert_eq!(url.map(str::trim), Some("x"), "{text}: {:?}", read.node);
        }
    }

    #[test]
    fn the_objects_of_programs_are_read() {
        for text in [
            "{ url: new URL('https://h/mcp'), headers: { Authorization: `Bearer ${process.env.T}` } }",
            "{\"url\": \"https://h/mcp\", \"headers\": {\"Authorization\": f\"Bearer {token}\"}, \"on\": True}",
        ] {
            let node = read(text).node;
            assert_eq!(
                node.get("url").unwrap().text(),
                Some("https://h/mcp"),
                "{text}"
            );
            let sent = node.at(&["headers", "Authorization"]).unwrap();
            assert!(
                sent.text().unwrap().starts_with("Bearer "),
                "{text}: {sent:?}"
            );
        }
    }
}
