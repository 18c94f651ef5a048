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
    if challenge(collector, line) || error(collector, line) {
        return true;
    }
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    access(collector, line) || answered_by_url(collector, line)
}

/// Whether a message tells of a failure.
pub fn tells_failure(said: &str) -> bool {
    const WORDS: [&str; 32] = [
        "error",
        "fail",
        "refus",
        "denied",
        "unauthorized",
        "forbidden",
        "invalid",
        "timed out",
        "timeout",
        "cannot",
        "can't",
        "could not",
        "couldn't",
        "unable",
        "reject",
        "unsupported",
        "does not",
        "doesn't",
        "not found",
        "missing",
        "expired",
        "mismatch",
        "another instance",
        "not allowed",
        "not supported",
        "must ",
        "required",
        "exception",
        "blocked",
        "unknown client",
        "bearer undefined",
        "bearer null",
    ];
    let lower = said.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// A frame of a stack trace, in whatever language: it tells where in a program, not what went wrong.
pub fn is_frame(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '|']).trim_end();
    let number = line
        .split(": ")
        .next()
        .is_some_and(|at| !at.is_empty() && at.bytes().all(|byte| byte.is_ascii_digit()));
    line.starts_with("at ")
        && (line.contains('(') || line.contains(':') || line.contains('/') || line.contains('.'))
        || line.starts_with("File \"") && line.contains(", line ")
        || line.starts_with("Traceback (most recent call last)")
        || line.starts_with("... ") && line.ends_with(" more")
        || line.starts_with("--- End of")
        || line.starts_with("+-")
        || line.starts_with("+ Exception Group Traceback")
        || !line.is_empty() && line.bytes().all(|byte| b"~^- ".contains(&byte))
        || line.starts_with("The above exception was")
        || line.starts_with("During handling of the above exception")
        || line.starts_with("goroutine ")
        || line.starts_with("raise ")
        || line.starts_with("await ")
        || line.starts_with("return await ")
        || line.starts_with("Stack backtrace:")
        || line.starts_with("node:internal/")
        || number && line.contains("::")
}

/// The level of a line of a log, and what it says: `2026-09-22 10:00:00,123 WARN  [logger] (thread) said`, `ERROR:root:said`,
/// `[error] said`, `E0922 10:00:00.1 1 file.go:12] said`, `error: said`; nothing where no level stands near the beginning.
pub fn leveled(line: &str) -> Option<(bool, &str)> {
    const QUIET: [&str; 8] = [
        "info",
        "debug",
        "trace",
        "verbose",
        "notice",
        "dbg",
        "inf",
        "information",
    ];
    let klog = line.split_once("] ").filter(|(head, _)| {
        let digits = head
            .get(1..5)
            .is_some_and(|date| date.bytes().all(|byte| byte.is_ascii_digit()));
        head.starts_with(['I', 'W', 'E', 'F']) && digits && head.contains(':')
    });
    if let Some((head, said)) = klog {
        return Some((!head.starts_with('I'), said));
    }
    let mut rest = line;
    for at in 0..8 {
        let trimmed = rest.trim_start_matches([' ', '\t', '[', '|', '(', '-']);
        let end = trimmed
            .find([' ', '\t', ']', ':', '|', ')'])
            .unwrap_or(trimmed.len());
        let (word, after) = trimmed.split_at(end);
        if word.is_empty() && after.is_empty() {
            return None;
        }
        let lower = word.to_ascii_lowercase();
        // A sentence may have the word too; as a level it stands in capitals, in brackets, or before a colon.
        let marked = word.bytes().all(|byte| byte.is_ascii_uppercase())
            || after.starts_with([':', ']', '|'])
            || rest.trim_start().starts_with('[');
        let said = after.trim_start_matches([']', ':', ' ', '\t', '|', ')', '-']);
        if marked
            && word.len() > 1
            && super::log_event::warns(&lower)
            && !said.is_empty()
            && at + word.len() > 2
        {
            // `Error: …` is the message of a program, not a level.
            return (at > 0
                || word.bytes().all(|byte| byte.is_ascii_uppercase())
                || rest.starts_with('[')
                || lower == word)
                .then_some((true, said));
        }
        if marked && QUIET.contains(&lower.as_str()) && !said.is_empty() {
            return Some((false, said));
        }
        let stamp = word.bytes().any(|byte| byte.is_ascii_digit())
            || word.len() <= 24
                && at < 4
                && (rest.trim_start().starts_with(['[', '(']) || word.contains('.'));
        if !stamp {
            return None;
        }
        rest = after.strip_prefix([']', ':', ')', '|']).unwrap_or(after);
    }
    None
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

/// One request with its status, as servers, clients and browsers write it in one line: a method, its address or path, and a status where
/// such a line has it.
fn access(collector: &mut Collector, line: &str) -> bool {
    if !METHODS.iter().any(|method| line.contains(method)) {
        return false;
    }
    let tokens: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || "\"'[]()|,".contains(c))
        .filter(|token| !token.is_empty())
        .take(60)
        .collect();
    let bare = |token: &str| token.trim_start_matches("XHR").to_owned();
    let target = |token: &str| {
        token.starts_with('/') || token.starts_with("http://") || token.starts_with("https://")
    };
    let found = tokens.iter().enumerate().find_map(|(at, token)| {
        let method = METHODS.iter().find(|method| **method == bare(token))?;
        // `POST request for https://…`.
        let next = tokens
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(3)
            .find(|(_, token)| target(token))?;
        let plain = next.0 == at + 1
            || tokens
                .get(at + 1..next.0)?
                .iter()
                .all(|word| matches!(*word, "request" | "for" | "to" | "path:"));
        plain.then_some((at, *method, next.0, *next.1))
    });
    let Some((at, method, place, url)) = found else {
        return false;
    };
    let Some(status) = status_after(&tokens, place).or_else(|| status_before(&tokens, at)) else {
        return false;
    };
    let url = url.trim_end_matches([':', '.', ';']);
    let in_browser = line.contains("net::ERR_") || line.contains("CORS");
    if in_browser {
        return false;
    }
    collector.note_once(
        Kind::Log,
        "A log with a line for each request: addresses and statuses, no headers and no bodies.",
    );
    let body = quoted_body(line);
    collector.exchange(answered(method, url, status, Headers::new(), body));
    if status >= 400 && (url.contains("://") && !line.contains("HTTP/") || line.contains("rror")) {
        collector.text(line);
    }
    true
}

const METHODS: [&str; 7] = ["GET", "POST", "OPTIONS", "HEAD", "PUT", "PATCH", "DELETE"];

fn status_of(token: &str) -> Option<u16> {
    let token = token.trim_end_matches([':', ';', '.', ',']);
    let token = token
        .strip_prefix("status=")
        .or_else(|| token.strip_prefix("status:"))
        .unwrap_or(token);
    let code = token.parse().ok().filter(|_| token.len() == 3)?;
    // An error of the system has three digits too: `(111: Connection refused)`.
    (200..600).contains(&code).then_some(code)
}

/// The status behind the address: at once, or after a word that announces it.
fn status_after(tokens: &[&str], place: usize) -> Option<u16> {
    const BEFORE: [&str; 20] = [
        "-",
        "->",
        "\u{2192}",
        "=>",
        ":",
        "responded",
        "returned",
        "status",
        "code",
        "status:",
        "code:",
        "with",
        "got",
        "is",
        "HTTP",
        "failed",
        "answered",
        "response:",
        "failed:",
        "statusCode:",
    ];
    tokens
        .iter()
        .enumerate()
        .skip(place + 1)
        .take(12)
        .find_map(|(at, token)| {
            let status = status_of(token)?;
            let before = *tokens.get(at - 1)?;
            let announced = at == place + 1
                || before.starts_with("HTTP/")
                || BEFORE.contains(&before)
                || token.contains("status");
            announced.then_some(status)
        })
}

/// `401 Unauthorized from POST https://…`, `[GIN] … | 401 | 1ms | ::1 | POST "/mcp"`, HAProxy.
fn status_before(tokens: &[&str], at: usize) -> Option<u16> {
    let before = tokens.get(..at)?;
    let linked = before
        .last()
        .is_some_and(|word| matches!(*word, "from" | "on" | "for"));
    let logged = before.first().is_some_and(|word| *word == "GIN") || before.len() > 3;
    let mut found = before.iter().rev().filter_map(|token| status_of(token));
    found.next().filter(|_| linked || logged)
}

/// The body that a message repeats after a colon: `401 Unauthorized on POST request for "https://…": "{…}"`.
fn quoted_body(line: &str) -> Option<String> {
    let at = line.find("{\"")?;
    let body = line.get(at..)?;
    let end = body.rfind('}')?;
    body.get(..=end).map(str::to_owned)
}

/// An address and its status without a method: `Client error '401 Unauthorized' for url '…'` (httpx), `401 Client Error: … for url: …`
/// (requests), `401, message='Unauthorized', url='…'` (aiohttp).
fn answered_by_url(collector: &mut Collector, line: &str) -> bool {
    const MARKS: [&str; 6] = [
        "for url",
        "url=",
        "url: ",
        "from url",
        "fetching ",
        "at url",
    ];
    if !MARKS.iter().any(|mark| line.contains(mark))
        || !["rror", "ERROR", "tatus", "message="]
            .iter()
            .any(|sign| line.contains(sign))
    {
        return false;
    }
    let tokens: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || "\"'()<>,=".contains(c))
        .filter(|token| !token.is_empty())
        .take(60)
        .collect();
    let url = tokens
        .iter()
        .find(|token| token.starts_with("http://") || token.starts_with("https://"));
    let status = tokens.iter().find_map(|token| status_of(token));
    let (Some(url), Some(status)) = (url, status) else {
        return false;
    };
    let url = url.trim_end_matches([':', '.', ';']);
    if line.contains("initialize") {
        collector.server(url);
    }
    let method = if url.contains("/.well-known/") {
        "GET"
    } else {
        "POST"
    };
    collector.note_once(
        Kind::Log,
        "A log of a client, with the address and the status of what failed.",
    );
    collector.exchange(answered(
        method,
        url,
        status,
        Headers::new(),
        quoted_body(line),
    ));
    collector.text(line);
    true
}

/// `Error POSTing to endpoint (HTTP 404): body` (TypeScript SDK), `HTTP status client error (401 Unauthorized) for url (…)` (reqwest).
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
pub fn answered(
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
