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
use crate::plain::kind;
use crate::wire::form;
use crate::wire::json::{self, Unreadable};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Reads a HAR file.
///
/// # Errors
/// Says what is wrong and where: no JSON (line and column), no HAR, an entry without a request.
pub fn read(text: &str) -> Result<Evidence, Misuse> {
    let (value, _) = json::read_value(text).map_err(|unreadable| not_json(&unreadable))?;
    let entries = value
        .pointer("/log/entries")
        .and_then(Value::as_array)
        .ok_or_else(|| {
            Misuse::argument("HAR", "an object with log.entries (HAR 1.2)", kind(&value))
        })?;
    if entries.len() > limits::HAR_ENTRIES {
        return Err(Misuse::argument(
            "HAR log.entries",
            format!("at most {} entries", limits::HAR_ENTRIES),
            entries.len().to_string(),
        ));
    }
    let exchanges = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| exchange(entry).ok_or_else(|| no_request(at, entry)))
        .collect::<Result<_, _>>()?;
    let left_out = value.pointer("/log/_leftOut").and_then(Value::as_u64);
    Ok(Evidence {
        exchanges,
        left_out: left_out.and_then(|count| usize::try_from(count).ok()),
        ..Evidence::default()
    })
}

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
    format!("{log:#}\n")
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
    let response = entry.get("response");
    let status = response
        .and_then(|one| one.get("status"))
        .and_then(Value::as_u64);
    let status = u16::try_from(status.unwrap_or(0)).unwrap_or(0);
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
            method: text(request, "method")?.to_ascii_uppercase(),
            url: text(request, "url")?,
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
    let body = text(data, "text").filter(|body| !body.is_empty());
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
    let list = message.get("headers").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|one| Some((text(one, "name")?, text(one, "value")?)))
        .collect()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}
