//! `readEvidence`: takes what people have and says what it recognised, and never more than it knows. Several pieces add up.

mod captures;
mod collect;
mod config;
mod document;
mod envelope;
mod http_text;
mod log;
mod log_event;
mod log_line;
mod shell;
mod source;
mod split;
mod url;

use super::{Evidence, har};
use crate::error::Misuse;
use crate::limits;
use crate::wire::json;
use collect::Collector;
use serde::Serialize;
use std::borrow::Cow;

/// What was read: evidence, with what it was recognised from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Import {
    /// The evidence.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The pieces, in their order.
    pub recognised: Vec<Recognised>,
}

/// One piece.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recognised {
    /// What kind of piece it is.
    pub kind: Kind,
    /// What it is, in one sentence; without secrets.
    pub what: String,
    /// What is worth knowing about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Its parts, explained one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A part of a piece, such as a parameter of a URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its value; `[redacted]` where it is a secret, nothing where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it means, or why it is missed.
    pub meaning: String,
}

/// Kinds of pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A HAR file.
    Har,
    /// Our own evidence or report.
    Evidence,
    /// A request or an answer as `curl` prints it, or raw HTTP.
    Http,
    /// Header lines.
    Headers,
    /// Protected resource metadata.
    ResourceMetadata,
    /// Authorization server metadata.
    ServerMetadata,
    /// A client's registration, or a client ID metadata document.
    Client,
    /// A token endpoint's answer.
    TokenAnswer,
    /// A callback URL.
    Callback,
    /// An authorization URL.
    AuthorizationUrl,
    /// Some other URL.
    Address,
    /// A JWT.
    Jwt,
    /// A token or key; it was thrown away.
    Secret,
    /// A JSON-RPC message.
    Message,
    /// A log of a client or a server.
    Log,
    /// A client's configuration.
    Configuration,
    /// Lines of a program.
    Code,
    /// An error message, or any other text.
    #[default]
    Text,
}

/// Reads a text.
///
/// # Errors
/// Where it is empty or too large, or is a HAR or evidence of ours that is broken: then it says where.
pub fn read(text: &str) -> Result<Import, Misuse> {
    read_for(text, None)
}

/// Reads a text about a server whose address is known: lines of a log that name only a path belong there.
///
/// # Errors
/// As [`read`].
pub fn read_for(text: &str, server: Option<&str>) -> Result<Import, Misuse> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Misuse::argument("text", "something to read", "nothing"));
    }
    if text.len() > limits::PASTED {
        return Err(Misuse::argument(
            "text",
            format!("at most {} MiB", limits::PASTED >> 20),
            text.len().to_string(),
        ));
    }
    if let Some(file) = envelope::is_no_text(text) {
        return Err(Misuse::argument(
            "text",
            "text: a log, a HAR file, a configuration, the output of curl",
            file,
        ));
    }
    let mut collector = Collector::default();
    if let Some(server) = server {
        collector.server(server);
    }
    // A HAR can be large, and one that was cut still begins like one: its own reader says where it breaks.
    if har::begins(text) {
        document::read_har(&mut collector, text)?;
        return Ok(collector.finish());
    }
    let opened = match whole_document(text) {
        Some(value) => {
            document::read(&mut collector, &value, text, None)?;
            return Ok(collector.finish());
        }
        None => match envelope::without_middle(text) {
            Some((short, left_out)) => {
                let piece = collector.note(Kind::Log, "A long text.");
                piece
                    .notes
                    .push(format!("{left_out} lines in its middle were not read."));
                Cow::Owned(envelope::opened(&short).into_owned())
            }
            None => envelope::opened(text),
        },
    };
    let text = straightened(&opened);
    match whole_document(&text) {
        Some(value) => document::read(&mut collector, &value, &text, None)?,
        None => split::read(&mut collector, &text)?,
    }
    Ok(collector.finish())
}

/// Adds the message that a client showed. Of a log only the failures are a message, and it tells of exchanges where none were captured.
pub fn add_message(evidence: &mut Evidence, message: String) {
    let read = read_for(&message, evidence.server.as_deref()).ok();
    let log = read.filter(|read| read.recognised.iter().any(|one| one.kind == Kind::Log));
    let told = log.map(|log| log.evidence).unwrap_or_default();
    evidence.symptom = told.symptom.or(Some(message));
    evidence.server = evidence.server.take().or(told.server);
    if evidence.exchanges.is_empty() {
        evidence.exchanges = told.exchanges;
    }
}

/// What chats and word processors did to a text, undone: invisible characters, spaces that don't break, and typographic quotes
/// where there are no others.
fn straightened(text: &str) -> Cow<'_, str> {
    const INVISIBLE: [char; 3] = ['\u{feff}', '\u{200b}', '\u{200e}'];
    const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
    const QUOTES: [char; 3] = ['\u{201c}', '\u{201d}', '\u{201e}'];
    let beginning = envelope::beginning(text);
    let quotes =
        !beginning.contains('"') && beginning.contains(QUOTES) && !config::may_be(beginning);
    if !quotes && !beginning.contains(INVISIBLE) && !beginning.contains(NO_BREAK) {
        return Cow::Borrowed(text);
    }
    let plain = text.replace(INVISIBLE, "").replace(NO_BREAK, " ");
    Cow::Owned(if quotes {
        plain.replace(QUOTES, "\"")
    } else {
        plain
    })
}

/// A text that is one JSON document.
fn whole_document(text: &str) -> Option<serde_json::Value> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let (value, _) = json::read_value(text).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

#[cfg(test)]
mod tests;
