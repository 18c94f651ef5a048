//! HAR 1.2, in and out. What the format cannot say is said by members that start with an underscore: `_truncated` (a part of the body),
//! `_headersPartial`, `_error` (why there is no answer, with status 0), `_finalUrl`, and of the log
//! `_leftOut` (how many unrelated requests are not in it).

mod entry;
#[cfg(test)]
mod tests;

use super::Evidence;
use super::redact;
use crate::error::Misuse;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::limits;
use crate::plain::{self, kind};
use crate::wire::form;
use crate::wire::json::{self, Unreadable};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// What a HAR file shows, and what of it could not be read.
#[derive(Debug, Default)]
pub struct Capture {
    /// The exchanges, in their order.
    pub exchanges: Vec<Exchange>,
    /// Entries that are broken; each costs itself only.
    pub broken: usize,
    /// Entries beyond [`limits::HAR_ENTRIES`].
    pub beyond: usize,
    /// Whether the file ends in the middle.
    pub cut: bool,
    /// How many unrelated requests are not in it, where we wrote it.
    pub left_out: Option<usize>,
    /// Bytes of bodies that are kept.
    kept: usize,
}

/// Reads a HAR file.
///
/// # Errors
/// Says what is wrong and where, if nothing of it can be read: no JSON (line and column), no HAR, an entry without a request.
pub fn read(text: &str) -> Result<Evidence, Misuse> {
    let capture = capture(text)?;
    Ok(Evidence {
        exchanges: capture.exchanges,
        left_out: capture.left_out,
        ..Evidence::default()
    })
}

/// Reads a HAR file, a bare `log`, one entry, or a list of any of them, entry by entry: the whole is never in memory as JSON.
///
/// # Errors
/// As [`read`].
pub fn capture(text: &str) -> Result<Capture, Misuse> {
    let mut capture = Capture::default();
    let mut first_broken = None;
    let mut seen = 0_usize;
    let mut lists = 0_usize;
    let mut at = 0;
    while let Some((start, end)) = list(text, at) {
        lists += 1;
        capture.left_out = capture.left_out.or_else(|| left_out(text.get(at..start)?));
        let mut place = start;
        while let Some(entry) = next_object(text, place, end) {
            match entry {
                Ok((from, to)) => {
                    place = to;
                    if capture
                        .take(text.get(from..to).unwrap_or_default())
                        .is_none()
                    {
                        capture.broken += 1;
                        first_broken.get_or_insert((seen, from, to));
                    }
                    seen += 1;
                }
                Err(from) => {
                    capture.cut = true;
                    place = text.len();
                    first_broken.get_or_insert((seen, from, text.len()));
                }
            }
        }
        at = place.max(start + 1);
    }
    if lists == 0 {
        let (value, _) = json::read_value(text).map_err(|unreadable| not_json(&unreadable))?;
        return Err(Misuse::argument(
            "HAR",
            "an object with log.entries (HAR 1.2)",
            kind(&value),
        ));
    }
    if let Some((at, from, to)) = first_broken
        && capture.exchanges.is_empty()
    {
        let piece = text.get(from..to).unwrap_or_default();
        return Err(match json::read_value(piece) {
            Ok((entry, _)) => no_request(at, &entry),
            Err(_) => json::read_value(text).map_or_else(
                |unreadable| not_json(&unreadable),
                |_| no_request(at, &Value::Null),
            ),
        });
    }
    Ok(capture)
}

/// `_leftOut` of what stands before the entries.
fn left_out(head: &str) -> Option<usize> {
    let (_, rest) = head.split_once("\"_leftOut\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(..end)?.parse().ok()
}

/// Whether a text begins like a HAR, or a part of one.
#[must_use]
pub fn begins(text: &str) -> bool {
    const LOOKED_AT: usize = 3_000;
    let beginning: String = text
        .chars()
        .take(LOOKED_AT)
        .filter(|c| !c.is_whitespace())
        .collect();
    let bare = beginning.trim_start_matches('[');
    let has = |word: &str| beginning.contains(word);
    bare.starts_with("{\"log\":{")
        || bare.starts_with('{')
            && has("\"entries\":[")
            && (has("\"startedDateTime\"") || has("\"creator\"") || has("\"request\":{"))
        || bare.starts_with('{')
            && has("\"startedDateTime\"")
            && (has("\"request\":{") || has("\"_initiator\""))
}

/// The next list of entries from an offset on: where it begins, and where it ends at the latest. A text without any is a list of its
/// own, if it is entries.
fn list(text: &str, at: usize) -> Option<(usize, usize)> {
    const NAME: &str = "\"entries\"";
    let mut from = at;
    while let Some(found) = text.get(from..)?.find(NAME) {
        from += found + NAME.len();
        let rest = text.get(from..)?.trim_start();
        let after = rest
            .strip_prefix(':')
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix('['));
        if let Some(after) = after {
            return Some((text.len() - after.len(), text.len()));
        }
    }
    let entries = at == 0 && text.contains("\"request\"") && !text.contains("\"log\"");
    let start = usize::from(text.starts_with('['));
    entries.then_some((start, text.len()))
}

/// The next object of a list; `Err` where it does not end; nothing at the end of the list.
fn next_object(text: &str, at: usize, end: usize) -> Option<Result<(usize, usize), usize>> {
    let bytes = text.as_bytes();
    let mut from = at;
    loop {
        match bytes.get(from)? {
            b'{' | b'[' => break,
            b']' if from > 0 => return None,
            _ => from += 1,
        }
        if from >= end {
            return None;
        }
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in bytes.get(from..end)?.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(Ok((from, from + offset + 1)));
                }
            }
            _ => {}
        }
    }
    Some(Err(from))
}

impl Capture {
    /// Reads one entry; nothing where it is broken.
    fn take(&mut self, entry: &str) -> Option<()> {
        if self.exchanges.len() >= limits::HAR_ENTRIES {
            self.beyond += 1;
            return Some(());
        }
        let (value, _) = json::read_value(entry).ok()?;
        let mut exchange = exchange(&value)?;
        let response = exchange.response.as_mut();
        if let Some(response) = response.filter(|response| response.body.is_some()) {
            self.shorten(response);
        }
        self.exchanges.push(exchange);
        Some(())
    }

    /// Keeps of a body what a sign-in can have.
    fn shorten(&mut self, response: &mut Response) {
        let media = response
            .headers
            .get("content-type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let foreign = FOREIGN.iter().any(|start| media.starts_with(start));
        let length = response.body.as_ref().map_or(0, String::len);
        if length > 0 && (foreign || self.kept + length.min(limits::BODY) > limits::CAPTURED) {
            (response.body, response.body_partial) = (None, true);
            return;
        }
        if let Some(body) = response
            .body
            .as_mut()
            .filter(|body| body.len() > limits::BODY)
        {
            let mut end = limits::BODY;
            while !body.is_char_boundary(end) {
                end -= 1;
            }
            body.truncate(end);
            body.shrink_to_fit();
            response.body_partial = true;
        }
        self.kept += length.min(limits::BODY);
    }
}

/// Media types of which nothing belongs to a sign-in.
const FOREIGN: [&str; 9] = [
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/wasm",
    "application/font",
];

/// Writes the exchanges as a HAR file, without secrets.
#[must_use]
pub fn write(evidence: &Evidence) -> String {
    let shown = redact::evidence(evidence);
    let entries: Vec<Value> = shown.exchanges.iter().map(entry::write).collect();
    let mut log = json!({ "log": {
        "version": "1.2",
        "creator": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "entries": entries,
    }});
    if let (Some(count), Some(Value::Object(members))) = (shown.left_out, log.get_mut("log")) {
        members.insert("_leftOut".to_owned(), json!(count));
        members.insert(
            "comment".to_owned(),
            json!(format!("{count} unrelated requests left out")),
        );
    }
    plain::laid_out(&log) + "\n"
}

fn not_json(unreadable: &Unreadable) -> Misuse {
    let received = match unreadable {
        Unreadable::Empty => "nothing".to_owned(),
        Unreadable::Html => "an HTML page".to_owned(),
        Unreadable::NotJson { line, column } => {
            format!("text that is no JSON at line {line}, column {column}")
        }
        Unreadable::NotObject { received } => received.clone(),
        Unreadable::TooLarge => "a file that is too large or nested too deep".to_owned(),
    };
    Misuse::argument("HAR", "a HAR 1.2 file (JSON)", received)
}

fn no_request(at: usize, entry: &Value) -> Misuse {
    Misuse::argument(
        format!("HAR log.entries[{at}].request"),
        "an object with method and url",
        entry.get("request").map_or("nothing", kind),
    )
}

fn exchange(entry: &Value) -> Option<Exchange> {
    let request = entry.get("request")?;
    let response = entry.get("response").filter(|one| one.is_object());
    let pseudo = |message: &Value, name: &str| {
        headers_of(message)
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    };
    let status = response
        .and_then(|one| {
            let told = one.get("status").and_then(number);
            told.or_else(|| pseudo(one, ":status")?.parse().ok())
        })
        .unwrap_or(0);
    let error = [response, Some(entry)]
        .into_iter()
        .flatten()
        .find_map(|one| text(one, "_error").or_else(|| text(one, "_errorText")));
    let failure = error.filter(|_| status == 0).map(|message| Failure {
        kind: FailureKind::of(&message),
        message,
    });
    Some(Exchange {
        request: Request {
            method: text(request, "method")
                .or_else(|| pseudo(request, ":method"))?
                .to_ascii_uppercase(),
            url: text(request, "url")
                .filter(|url| !url.is_empty())
                .or_else(|| {
                    let part = |name| pseudo(request, name);
                    Some(format!(
                        "{}://{}{}",
                        part(":scheme").unwrap_or_else(|| "https".to_owned()),
                        part(":authority")?,
                        part(":path")?
                    ))
                })?,
            headers: headers(request),
            body: request.get("postData").and_then(posted),
        },
        response: response
            .filter(|_| failure.is_none())
            .map(|one| read_response(one, status)),
        failure,
        started_at: None,
        duration: entry
            .get("time")
            .and_then(Value::as_f64)
            .filter(|time| *time >= 0.0),
    })
}

fn read_response(response: &Value, status: u16) -> Response {
    let content = response.get("content");
    let body = content.and_then(body_text);
    let size = content
        .and_then(|one| one.get("size"))
        .and_then(Value::as_i64);
    let truncated = content
        .and_then(|one| one.get("_truncated"))
        .and_then(Value::as_bool);
    let seen = body.as_ref().map_or(0, String::len);
    let shorter = match size {
        Some(size) if size >= 0 => usize::try_from(size).is_ok_and(|size| seen < size),
        _ => body.is_none(),
    };
    let partial = truncated == Some(true) || shorter;
    Response {
        status,
        headers: headers(response),
        headers_partial: response.get("_headersPartial").and_then(Value::as_bool) == Some(true),
        body: body.or_else(|| (!partial).then(String::new)),
        body_partial: partial,
        final_url: text(response, "_finalUrl"),
    }
}

fn body_text(content: &Value) -> Option<String> {
    let body = text(content, "text")?;
    if text(content, "encoding").as_deref() != Some("base64") {
        return Some(body);
    }
    let bytes = STANDARD.decode(body.trim()).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn posted(data: &Value) -> Option<String> {
    let body = text(data, "text")
        .or_else(|| data.as_str().map(str::to_owned))
        .filter(|body| !body.is_empty());
    body.or_else(|| {
        let params = data.get("params")?.as_array()?;
        let pairs: Vec<(String, String)> = params
            .iter()
            .filter_map(|one| Some((text(one, "name")?, text(one, "value").unwrap_or_default())))
            .collect();
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        Some(form::encode(pairs)).filter(|body| !body.is_empty())
    })
}

fn headers(message: &Value) -> Headers {
    // HTTP/2's names with a colon are not header fields (RFC 9113 §8.3).
    headers_of(message)
        .filter(|(name, _)| !name.starts_with(':'))
        .take(limits::FIELDS)
        .collect()
}

/// The header fields of a message: a list of name and value, or, as some tools write them, an object.
fn headers_of(message: &Value) -> impl Iterator<Item = (String, String)> {
    let fields = message.get("headers");
    let listed = fields.and_then(Value::as_array).into_iter().flatten();
    let named = fields.and_then(Value::as_object).into_iter().flatten();
    listed
        .filter_map(|one| Some((text(one, "name")?, text(one, "value")?)))
        .chain(named.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))))
}

fn number(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number).ok()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}
