//! Single lines that tell of one exchange, in whatever log they stand: an SDK's error, a challenge that was logged, a server's access log.

use super::Kind;
use super::collect::{Collector, MCP};
use crate::http::{Exchange, Headers, Request, Response};

/// What stands before a challenge: the Rust SDK (Codex, Goose) and Gemini CLI.
const CHALLENGES: [&str; 3] = [
    "www_authenticate_header: \"",
    "www-authenticate header: ",
    "www-authenticate header from server: ",
];

/// Reads a line; whether it was one of these.
pub fn read(collector: &mut Collector, line: &str) -> bool {
    challenge(collector, line) || access(collector, line) || error(collector, line)
}

fn challenge(collector: &mut Collector, line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let found = CHALLENGES
        .iter()
        .find_map(|before| Some((lower.find(before)? + before.len(), before.ends_with('"'))));
    let Some((at, quoted)) = found else {
        return false;
    };
    let value = line.get(at..).unwrap_or_default();
    let value = if quoted {
        unquoted(value)
    } else {
        value.to_owned()
    };
    collector.note_once(Kind::Log, "A log of a client, with the server's challenge.");
    let headers = Headers::new().with("WWW-Authenticate", value);
    collector.exchange(answered("POST", MCP, 401, headers, None));
    true
}

/// The text up to the closing quote, as Rust's `Debug` writes it.
fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.extend(characters.next()),
            '"' => break,
            _ => out.push(c),
        }
    }
    out
}

/// `"POST /mcp HTTP/1.1" 401`, as nginx, Apache and uvicorn write it.
fn access(collector: &mut Collector, line: &str) -> bool {
    let Some((before, rest)) = line.split_once(" HTTP/") else {
        return false;
    };
    let request = before.rsplit_once('"').map_or("", |(_, request)| request);
    let status = rest
        .split_once("\" ")
        .and_then(|(_, after)| after.split(' ').next()?.parse::<u16>().ok());
    let (Some((method, path)), Some(status)) = (request.split_once(' '), status) else {
        return false;
    };
    let known = matches!(method, "GET" | "POST" | "OPTIONS" | "HEAD" | "DELETE");
    if !known || !path.starts_with('/') {
        return false;
    }
    collector.note_once(
        Kind::Log,
        "An access log of a server: paths and statuses, no headers and no bodies.",
    );
    collector.exchange(answered(method, path, status, Headers::new(), None));
    true
}

/// `Error POSTing to endpoint (HTTP 404): body`, and `HTTP status client error (401 Unauthorized) for url (…)`.
fn error(collector: &mut Collector, line: &str) -> bool {
    let by_typescript = after(line, "Error POSTing to endpoint (HTTP ").and_then(|rest| {
        let (status, body) = rest.split_once(')')?;
        Some((status, MCP, Some(body.trim_start_matches([':', ' ']))))
    });
    let by_rust = || {
        let rest = after(line, "HTTP status client error (")
            .or_else(|| after(line, "HTTP status server error ("))?;
        let (status, rest) = rest.split_once(") for url (")?;
        Some((status, rest.split_once(')')?.0, None))
    };
    let Some((status, url, body)) = by_typescript.or_else(by_rust) else {
        return false;
    };
    let Some(status) = status.split(' ').next().and_then(|code| code.parse().ok()) else {
        return false;
    };
    if url != MCP && line.contains("initialize") {
        collector.server(url);
    }
    let body = body.filter(|body| !body.is_empty()).map(str::to_owned);
    let method = if url.contains("/.well-known/") {
        "GET"
    } else {
        "POST"
    };
    collector.exchange(answered(method, url, status, Headers::new(), body));
    collector.text(line);
    true
}

fn after<'a>(line: &'a str, beginning: &str) -> Option<&'a str> {
    line.split_once(beginning).map(|(_, rest)| rest)
}

/// An answer of which only a part is known.
fn answered(
    method: &str,
    url: &str,
    status: u16,
    headers: Headers,
    body: Option<String>,
) -> Exchange {
    Exchange {
        request: Request {
            method: method.to_owned(),
            url: url.to_owned(),
            ..Request::default()
        },
        response: Some(Response {
            status,
            headers,
            headers_partial: true,
            body_partial: true,
            body,
            ..Response::default()
        }),
        ..Exchange::default()
    }
}
