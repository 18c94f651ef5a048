//! TOML, with the places of its mistakes (toml.io, v1.0).

use super::node::{Node, Read, Value};
use crate::evidence::configuration::{Flaw, FlawKind};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a text; what stands right is read beside what does not.
pub fn read(text: &str) -> Read {
    let (table, errors) = DeTable::parse_recoverable(text);
    let (closed, unclosed) = match errors.is_empty() {
        true => (String::new(), Vec::new()),
        false => with_closed_headings(text),
    };
    if unclosed.is_empty() {
        return parsed(text, &table, &errors);
    }
    let (table, errors) = DeTable::parse_recoverable(&closed);
    let mut read = parsed(&closed, &table, &errors);
    read.flaws.splice(0..0, unclosed);
    read
}

/// The text with a bracket behind each heading that has none, and the places of these: what stands below one belongs to it.
fn with_closed_headings(text: &str) -> (String, Vec<Flaw>) {
    let mut flaws = Vec::new();
    let lines = text.lines().enumerate().map(|(at, line)| {
        let line = line.trim_end();
        let name = line.trim_start().strip_prefix('[').unwrap_or_default();
        let is_name = name.starts_with(|one: char| one.is_ascii_alphabetic() || one == '[');
        if !is_name || name.contains([']', '=', ',', '#']) {
            return line.to_owned();
        }
        flaws.push(Flaw {
            kind: FlawKind::Unclosed,
            line: at + 1,
            column: line.chars().count() + 1,
        });
        format!("{line}{}", if name.starts_with('[') { "]]" } else { "]" })
    });
    let closed = lines.collect::<Vec<_>>().join("\n");
    (closed, flaws)
}

fn parsed(text: &str, table: &Spanned<DeTable>, errors: &[toml::de::Error]) -> Read {
    let lines = Lines::of(text);
    let flaws = errors.iter().take(8).map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = lines.place(text, at);
        let said = text.get(at..).unwrap_or_default();
        let kind = match said.chars().next() {
            Some('\u{201c}' | '\u{201d}' | '\u{201e}') => FlawKind::TypographicQuotes,
            _ if error.message().contains("quote") => FlawKind::MissingQuote,
            _ if error.message().contains("expected `\"`") => FlawKind::BareValue,
            _ => FlawKind::Other,
        };
        Flaw { kind, line, column }
    });
    Read {
        flaws: flaws.collect(),
        node: Node {
            line: 1,
            value: map(text, &lines, table.get_ref()),
        },
    }
}

fn map(text: &str, lines: &Lines, table: &DeTable) -> Value {
    let members = table.iter().map(|(name, value)| {
        let (line, _) = lines.place(text, name.span().start);
        let value = self::value(text, lines, value);
        (name.get_ref().to_string(), Node { line, value })
    });
    let mut members: Vec<(String, Node)> = members.collect();
    // The library sorts by name.
    members.sort_by_key(|(_, node)| node.line);
    Value::Map(members)
}

fn value(text: &str, lines: &Lines, value: &Spanned<DeValue>) -> Value {
    match value.get_ref() {
        DeValue::String(said) => Value::Text(said.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| Node {
                line: lines.place(text, item.span().start).0,
                value: self::value(text, lines, item),
            });
            Value::List(items.collect())
        }
        DeValue::Table(table) => map(text, lines, table),
        _ => Value::Bare(text.get(value.span()).unwrap_or_default().to_owned()),
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    /// Line and column of an offset, both counted from 1.
    fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= at).max(1);
        let start = self.0.get(line - 1).copied().unwrap_or_default();
        let before = text.get(start..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}
