//! YAML 1.2, with the place of its first mistake.

use super::node::{Node, Read, Value};
use crate::evidence::configuration::{Flaw, FlawKind};
use crate::limits;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

/// A list or map that is being read.
struct Open {
    line: usize,
    value: Value,
    /// The name of the next member, with its line.
    name: Option<(String, usize)>,
}

/// Reads the first document of a text, up to its first mistake. A tab that indents is noted, and read as spaces.
pub fn read(text: &str) -> Read {
    let read = strictly(text);
    let tabbed = read.flaws.iter().any(|flaw| flaw.kind == FlawKind::Tab);
    match tabbed {
        true => Read {
            node: strictly(&text.replace('\t', "    ")).node,
            ..read
        },
        false => read,
    }
}

fn strictly(text: &str) -> Read {
    let mut open: Vec<Open> = Vec::new();
    let mut flaws = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                flaws.push(flaw(text, &error));
                break;
            }
        };
        let line = span.start.line();
        let begun = |value| Open {
            line,
            value,
            name: None,
        };
        let done = match event {
            Event::MappingStart(..) | Event::SequenceStart(..)
                if open.len() >= limits::JSON_DEPTH =>
            {
                break;
            }
            Event::MappingStart(..) => {
                open.push(begun(Value::Map(Vec::new())));
                continue;
            }
            Event::SequenceStart(..) => {
                open.push(begun(Value::List(Vec::new())));
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop().map(|done| (done.line, done.value))
            }
            Event::Scalar(said, style, ..) => {
                let plain = style == ScalarStyle::Plain
                    && (said.parse::<f64>().is_ok()
                        || matches!(said.as_ref(), "" | "~" | "null" | "true" | "false"));
                let said = said.into_owned();
                Some((
                    line,
                    if plain {
                        Value::Bare(said)
                    } else {
                        Value::Text(said)
                    },
                ))
            }
            // An alias is not followed: it may be a bomb.
            Event::Alias(_) => Some((line, Value::Bare("*".to_owned()))),
            Event::DocumentEnd => break,
            _ => continue,
        };
        if let Some((line, value)) = done {
            put(&mut open, &mut whole, Node { line, value });
        }
    }
    while let Some(Open { line, value, .. }) = open.pop() {
        put(&mut open, &mut whole, Node { line, value });
    }
    Read {
        node: whole.unwrap_or(Node {
            line: 1,
            value: Value::Map(Vec::new()),
        }),
        flaws,
    }
}

fn put(open: &mut [Open], whole: &mut Option<Node>, node: Node) {
    let Some(around) = open.last_mut() else {
        whole.get_or_insert(node);
        return;
    };
    match (&mut around.value, around.name.take()) {
        (Value::Map(members), Some((name, line))) => members.push((
            name,
            Node {
                line,
                value: node.value,
            },
        )),
        (Value::Map(_), None) => {
            around.name = Some((node.text().unwrap_or_default().to_owned(), node.line));
        }
        (Value::List(items), _) => items.push(node),
        _ => {}
    }
}

fn flaw(text: &str, error: &ScanError) -> Flaw {
    let marker = error.marker();
    let line = text.lines().nth(marker.line().saturating_sub(1));
    let tabbed = line.is_some_and(|line| {
        let indented = line.len() - line.trim_start().len();
        line.get(..indented)
            .is_some_and(|indent| indent.contains('\t'))
    });
    Flaw {
        kind: if tabbed {
            FlawKind::Tab
        } else {
            FlawKind::Other
        },
        line: marker.line(),
        column: marker.col() + 1,
    }
}
