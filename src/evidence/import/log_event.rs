//! Events of structured logs: a line of JSON, of `key=value`, or an object that a program printed.

use super::Kind;
use super::collect::Collector;
use super::log_line::tells_failure;
use crate::http::{Exchange, Headers, Request, Response};
use crate::plain;
use serde_json::{Map, Value};

const MESSAGES: [&str; 9] = [
    "message",
    "msg",
    "event",
    "@m",
    "@mt",
    "short_message",
    "MessageTemplate",
    "textPayload",
    "text",
];
const LEVELS: [&str; 8] = [
    "level",
    "severity",
    "levelname",
    "lvl",
    "@l",
    "log.level",
    "LogLevel",
    "severityText",
];
const ERRORS: [&str; 12] = [
    "err",
    "error",
    "exception",
    "exc_info",
    "stack_trace",
    "@x",
    "cause",
    "reason",
    "detail",
    "error_description",
    "failure",
    "Exception",
];
const STATUSES: [&str; 10] = [
    "statusCode",
    "status",
    "status_code",
    "http_status",
    "http.status_code",
    "http.response.status_code",
    "DownstreamStatus",
    "response_code",
    "responseStatus",
    "code",
];
const METHODS: [&str; 7] = [
    "method",
    "http_method",
    "http.method",
    "http.request.method",
    "RequestMethod",
    "requestMethod",
    "verb",
];
const TARGETS: [&str; 11] = [
    "url",
    "path",
    "uri",
    "http.url",
    "http.target",
    "url.path",
    "url.full",
    "RequestPath",
    "requestUrl",
    "request_uri",
    "target",
];
/// Nesting of causes that is followed.
const CAUSES: usize = 6;

/// Reads an event; whether it was one.
pub fn read(collector: &mut Collector, value: &Value) -> bool {
    let Some(event) = value.as_object() else {
        return false;
    };
    // The JSON file of Docker: the line itself is in it.
    if let (Some(line), true) = (text(event, &["log"]), event.contains_key("stream")) {
        super::split::line(collector, line.trim());
        return true;
    }
    // `tracing` of Rust and OpenTelemetry keep the fields in an object of their own; Loguru the whole record.
    let inner = [
        "fields",
        "attributes",
        "record",
        "context",
        "jsonPayload",
        "Properties",
    ]
    .iter()
    .find_map(|name| event.get(*name)?.as_object());
    let parts = [Some(event), inner];
    let find = |names: &[&str]| parts.iter().flatten().find_map(|part| text(part, names));
    let level = level(&parts);
    let said = find(&MESSAGES);
    let exchange = exchange(collector, &parts);
    if level.is_none() && !exchange {
        return false;
    }
    if said.is_none()
        && !exchange
        && !parts
            .iter()
            .flatten()
            .any(|part| ERRORS.iter().any(|name| part.contains_key(*name)))
    {
        return false;
    }
    collector.note_once(Kind::Log, "A log with a line of JSON for each event.");
    let mut told = vec![said.unwrap_or_default().to_owned()];
    for part in parts.iter().flatten() {
        for name in ERRORS {
            if let Some(error) = part.get(name) {
                cause(error, &mut told, 0);
            }
        }
    }
    told.retain(|one| !one.is_empty());
    told.dedup();
    let told = told.join(": ");
    let quiet = level == Some(false) && !tells_failure(&told);
    if !quiet && !told.is_empty() && (level == Some(true) || tells_failure(&told)) {
        collector.text(&told);
    }
    true
}

/// Whether the event warns; nothing where it has no level.
fn level(parts: &[Option<&Map<String, Value>>]) -> Option<bool> {
    let value = parts
        .iter()
        .flatten()
        .find_map(|part| LEVELS.iter().find_map(|name| part.get(*name)))?;
    let named = value.get("name").unwrap_or(value);
    if let Some(number) = named.as_u64() {
        // pino and bunyan count from 10 to 60, syslog and GELF from 7 down to 0.
        return Some(number >= 40 || number <= 4);
    }
    let word = named.as_str()?.to_ascii_lowercase();
    Some(warns(&word))
}

/// Whether a level of this name warns.
pub fn warns(level: &str) -> bool {
    matches!(
        level,
        "error"
            | "err"
            | "warn"
            | "warning"
            | "fatal"
            | "critical"
            | "crit"
            | "severe"
            | "fail"
            | "failure"
            | "alert"
            | "emerg"
            | "e"
            | "w"
            | "panic"
    )
}

/// What an error says, and what caused it.
fn cause(error: &Value, told: &mut Vec<String>, depth: usize) {
    match error {
        Value::String(said) => told.push(first_lines(said)),
        Value::Object(members) if depth < CAUSES => {
            let kind = text(members, &["type", "name", "class", "exceptionType", "code"])
                .unwrap_or_default();
            let said = text(
                members,
                &["message", "msg", "error_description", "error", "detail"],
            )
            .unwrap_or_default();
            let code =
                text(members, &["code", "error"]).filter(|code| *code != kind && *code != said);
            told.push(
                [kind, code.unwrap_or_default(), said]
                    .iter()
                    .filter(|one| !one.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(": "),
            );
            for name in [
                "cause",
                "data",
                "response",
                "errors",
                "innerException",
                "InnerException",
            ] {
                if let Some(inner) = members.get(name) {
                    cause(inner, told, depth + 1);
                }
            }
        }
        Value::Array(list) if depth < CAUSES => {
            for one in list.iter().take(8) {
                cause(one, told, depth + 1);
            }
        }
        _ => {}
    }
}

/// A stack trace without its frames.
fn first_lines(text: &str) -> String {
    let kept = text.lines().filter(|line| !super::log_line::is_frame(line));
    kept.take(12).collect::<Vec<_>>().join("\n")
}

/// The exchange of an event: request and answer in one, or one of both; whether it has any of it.
fn exchange(collector: &mut Collector, parts: &[Option<&Map<String, Value>>]) -> bool {
    let objects = |names: &[&str]| {
        parts
            .iter()
            .flatten()
            .find_map(|part| names.iter().find_map(|name| part.get(*name)?.as_object()))
    };
    let sent = objects(&["req", "request", "httpRequest", "config"]);
    let received = objects(&["res", "response", "resp"]);
    let flat = parts.iter().flatten().copied();
    let request = sent.into_iter().chain(flat.clone()).find_map(request);
    let status = received
        .into_iter()
        .chain(sent.filter(|one| one.contains_key("requestMethod")))
        .chain(flat.clone())
        .find_map(status);
    match (request, status) {
        (Some(mut request), None) => {
            if let Some(body) = form_body(parts) {
                request.body = Some(body);
            }
            collector.unanswered(request);
            true
        }
        (None, None) => match (form_body(parts), collector.asked.as_mut()) {
            (Some(body), Some(asked)) if asked.body.is_none() => {
                asked.body = Some(body);
                true
            }
            _ => false,
        },
        (request, Some(status)) => {
            let Some(request) = request.or_else(|| collector.asked.take()) else {
                return false;
            };
            let headers = received
                .and_then(|one| one.get("headers"))
                .or_else(|| flat.clone().find_map(|part| part.get("resp_headers")));
            let body = received
                .and_then(|one| one.get("body").or_else(|| one.get("data")))
                .map(|body| match body {
                    Value::String(text) => text.clone(),
                    other => plain::text(other),
                });
            collector.exchange(Exchange {
                request,
                response: Some(Response {
                    status,
                    headers: headers.map(self::headers).unwrap_or_default(),
                    headers_partial: true,
                    body_partial: body.is_none(),
                    body,
                    final_url: None,
                }),
                ..Exchange::default()
            });
            true
        }
    }
}

/// A form that an event repeats.
fn form_body(parts: &[Option<&Map<String, Value>>]) -> Option<String> {
    let body = parts
        .iter()
        .flatten()
        .find_map(|part| text(part, &["body", "payload", "data"]))?;
    ["grant_type=", "response_type=", "token="]
        .iter()
        .any(|start| body.contains(start))
        .then(|| body.to_owned())
}

fn request(part: &Map<String, Value>) -> Option<Request> {
    let method = text(part, &METHODS)?.to_ascii_uppercase();
    let is_method = matches!(
        method.as_str(),
        "GET" | "POST" | "OPTIONS" | "HEAD" | "PUT" | "PATCH" | "DELETE"
    );
    let target =
        text(part, &TARGETS).filter(|target| target.starts_with('/') || target.contains("://"))?;
    if !is_method {
        return None;
    }
    let headers = part.get("headers").map(headers).unwrap_or_default();
    let host = headers.get("host").or_else(|| {
        text(part, &["host", "RequestHost", "authority", "http.host"]).map(str::to_owned)
    });
    let url = match host.filter(|_| target.starts_with('/')) {
        Some(host) => {
            let local = ["localhost", "127.", "[::1]"]
                .iter()
                .any(|start| host.starts_with(start));
            format!("{}://{host}{target}", if local { "http" } else { "https" })
        }
        None => target.to_owned(),
    };
    Some(Request {
        method,
        url,
        headers,
        body: text(part, &["body", "data"]).map(str::to_owned),
    })
}

fn status(part: &Map<String, Value>) -> Option<u16> {
    STATUSES.iter().find_map(|name| {
        let value = part.get(*name)?;
        let number = value
            .as_u64()
            .or_else(|| value.as_str()?.split(' ').next()?.parse().ok())?;
        u16::try_from(number)
            .ok()
            .filter(|status| (100..600).contains(status))
    })
}

/// Header fields as an object: of a text each, or of lists of texts.
fn headers(value: &Value) -> Headers {
    let fields = value.as_object().into_iter().flatten();
    fields
        .flat_map(|(name, value)| {
            let listed = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let one = value.as_str().into_iter();
            one.chain(listed)
                .map(|value| (name.clone(), value.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn text<'a>(part: &'a Map<String, Value>, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| part.get(*name)?.as_str())
}

/// An event as logfmt and structlog write it: what happened, then `key=value`; nothing where there are fewer than two pairs.
pub fn pairs(line: &str) -> Option<Value> {
    if line.matches('=').count() < 2 || line.len() > 16_000 {
        return None;
    }
    let mut members = Map::new();
    let mut rest = line;
    let mut before: Option<&str> = None;
    while let Some(at) = rest.find('=') {
        let (name, from) = (rest.get(..at)?, rest.get(at + 1..)?);
        let name = name.rsplit(char::is_whitespace).next().unwrap_or(name);
        let legal = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-@".contains(&byte));
        if !legal {
            if members.is_empty() && before.is_none() {
                return None;
            }
            rest = from;
            continue;
        }
        before.get_or_insert(rest.get(..at - name.len())?);
        let (value, after) = value(from);
        members
            .entry(name.to_owned())
            .or_insert_with(|| value.into());
        rest = after;
    }
    let before = before?.trim();
    if members.len() < 2 {
        return None;
    }
    // `2026-09-22 10:00:00 [info     ] request_started`.
    if let Some((_, after)) = before.split_once('[')
        && let Some((level, event)) = after.split_once(']')
    {
        members
            .entry("level")
            .or_insert_with(|| level.trim().into());
        members
            .entry("event")
            .or_insert_with(|| event.trim().into());
    } else if !before.is_empty() {
        members.entry("event").or_insert_with(|| before.into());
    }
    Some(Value::Object(members))
}

/// A value, in quotation marks or up to the next space, and what follows.
fn value(from: &str) -> (String, &str) {
    let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (value, rest) = from.split_at(end);
        return (value.to_owned(), rest);
    };
    let mut out = String::new();
    let mut characters = from.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => out.extend(characters.next().map(|(_, c)| c)),
            c if c == quote => return (out, from.get(at + 1..).unwrap_or_default()),
            c => out.push(c),
        }
    }
    (out, "")
}
