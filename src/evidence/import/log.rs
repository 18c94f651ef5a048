//! Logs: VS Code's MCP output, mcp-remote, and lines of JSON.

use super::Kind;
use super::collect::{Collector, part};
use super::log_line::tells_failure;
use super::{log_event, url};
use crate::http::{Exchange, Request, Response};
use crate::wire::json;
use serde_json::Value;

/// Reads a line of a log; whether it was one.
pub fn read(collector: &mut Collector, line: &str) -> bool {
    if let Some((level, said)) = vscode_line(line) {
        vscode(collector, level, said);
        return true;
    }
    if let Some(said) = remote_line(line) {
        remote(collector, said);
        return true;
    }
    structured(collector, line)
}

/// An event after a date.
fn structured(collector: &mut Collector, line: &str) -> bool {
    let event = line
        .find('{')
        .and_then(|at| json::read_value(line.get(at..)?).ok());
    let event = event
        .map(|(event, _)| event)
        .or_else(|| log_event::pairs(line));
    event.is_some_and(|event| log_event::read(collector, &event))
}

/// `2025-11-21 16:11:05.643 [info] …`.
fn vscode_line(line: &str) -> Option<(&str, &str)> {
    let (stamp, rest) = line.split_once(" [")?;
    let (level, said) = rest.split_once("] ")?;
    let dated = stamp.len() >= 10
        && stamp
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"-:. TZ".contains(&byte))
        && stamp.contains('-');
    let known = matches!(
        level,
        "trace" | "debug" | "info" | "warning" | "warn" | "error"
    );
    (dated && known).then_some((level, said))
}

fn vscode(collector: &mut Collector, level: &str, said: &str) {
    collector.note_once(Kind::Log, "A log in the form of VS Code's MCP output.");
    let after = |beginning: &str| said.strip_prefix(beginning).map(str::trim);
    if let Some(rest) = after("Fetched ") {
        fetched(collector, rest);
    } else if let Some(url) = after("Discovered resource metadata at ")
        .or_else(|| after("Discovered authorization server metadata at "))
    {
        unseen_document(collector, url);
    } else if let Some(rest) = after("Connection state: Error ") {
        refused(collector, rest);
        collector.text(said);
    } else if said.contains(" status sending message to ") {
        refused(collector, said);
    } else if matches!(level, "warning" | "warn" | "error") {
        collector.text(said);
    }
}

/// `URL: {"status":404,"headers":{…}}`.
fn fetched(collector: &mut Collector, rest: &str) {
    let Some((url, answer)) = rest.split_once(": {") else {
        return;
    };
    let Ok((value, _)) = json::read_value(&format!("{{{answer}")) else {
        return;
    };
    let status = value
        .get("status")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok());
    let headers = value.get("headers").and_then(Value::as_object);
    let headers = headers
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    collector.exchange(Exchange {
        request: Request {
            method: "GET".to_owned(),
            url: url.to_owned(),
            ..Request::default()
        },
        response: Some(Response {
            status: status.unwrap_or(0),
            headers,
            body_partial: true,
            ..Response::default()
        }),
        ..Exchange::default()
    });
}

fn unseen_document(collector: &mut Collector, url: &str) {
    collector.exchange(Exchange {
        request: Request::get(url),
        response: Some(Response {
            status: 200,
            headers_partial: true,
            body_partial: true,
            ..Response::default()
        }),
        ..Exchange::default()
    });
}

/// `401 status sending message to URL: body`, `405 status connecting to URL as SSE: body`.
fn refused(collector: &mut Collector, rest: &str) {
    let with = |method, middle| Some((method, rest.split_once(middle)?));
    let found = with("POST", " status sending message to ")
        .or_else(|| with("GET", " status connecting to "));
    let Some((method, (status, rest))) = found else {
        return;
    };
    let (url, body) = rest.split_once(": ").unwrap_or((rest, ""));
    let url = url.split([' ', ',']).next().unwrap_or(url);
    let url = url.trim_end_matches(':');
    collector.server(url);
    collector.body(method, url, status.parse().unwrap_or(0), body.to_owned());
}

/// `[12345] …`, perhaps twice; with `--debug` a date in brackets stands before it.
fn remote_line(line: &str) -> Option<&str> {
    let line = match line
        .strip_prefix("[2")
        .and_then(|rest| rest.split_once(']'))
    {
        Some((_, rest)) => rest.trim_start(),
        None => line,
    };
    let said = after_pid(line)?;
    Some(after_pid(said).unwrap_or(said))
}

fn after_pid(line: &str) -> Option<&str> {
    let (pid, said) = line.strip_prefix('[')?.split_once(']')?;
    let numeric = !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit());
    numeric.then(|| said.trim_start())
}

fn remote(collector: &mut Collector, said: &str) {
    let piece = collector.note_once(Kind::Log, "A log of mcp-remote.");
    if let Some((before, value)) = said.split_once(": ") {
        let port = before.ends_with("callback port");
        if port {
            piece.parts.push(part(
                "callback port",
                Some(value),
                "Where the browser must be able to come back.",
            ));
            return;
        }
        if before == "Connecting to remote server" {
            collector.server(value);
            return;
        }
    }
    if url::read(collector, said) {
        return;
    }
    let document = said.find('{').and_then(|at| said.get(at..));
    if let Some((value, _)) = document.and_then(|text| json::read_value(text).ok())
        && value.get("issuer").is_some()
    {
        // With `--debug` it prints the documents that it read.
        let source = document.unwrap_or_default();
        let _ = super::document::read(collector, &value, source, None);
        return;
    }
    let quiet = document.is_some() && !said.to_ascii_lowercase().contains("error:");
    if tells_failure(said.split('{').next().unwrap_or(said)) || !quiet && tells_failure(said) {
        collector.text(said);
    }
}
