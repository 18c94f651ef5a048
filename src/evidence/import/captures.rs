//! How tools other than curl write down what was sent and received, brought into the form in which curl does.

use super::shell::{prompted, words};
use crate::http::{Headers, Request};
use crate::wire::form;

/// What a line of a tool says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Lines as `curl -v` prints them.
    Lines(Vec<String>),
    /// A request.
    Asked(Request),
    /// An answer of which only the status is told.
    Answered(u16),
    /// An address that the next answer belongs to.
    Address(String),
    /// The end of a message.
    End,
}

/// Reads a line of another tool's output.
pub fn read(line: &str) -> Option<Said> {
    const SHORTEST: usize = 8;
    let line = line.trim();
    if line.len() < SHORTEST {
        return None;
    }
    wire(line)
        .or_else(|| ok_http(line))
        .or_else(|| http_client(line))
        .or_else(|| mitmproxy(line))
        .or_else(|| wireshark(line))
        .or_else(|| wget(line))
        .or_else(|| dot_net(line))
        .or_else(|| undici(line))
        .or_else(|| power_shell(line))
}

fn lines(said: impl Into<String>) -> Option<Said> {
    Some(Said::Lines(vec![said.into()]))
}

/// Apache HttpClient: `http-outgoing-0 >> POST /mcp HTTP/1.1`, and its wire log with quotation marks.
fn wire(line: &str) -> Option<Said> {
    let (_, rest) = line.split_once("http-outgoing-")?;
    let (_, rest) = rest.split_once(' ')?;
    let (mark, said) = rest.split_at_checked(2)?;
    let mark = match mark {
        ">>" => '>',
        "<<" => '<',
        _ => return None,
    };
    let said = said.trim();
    let quoted = said
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let said = quoted
        .unwrap_or(said)
        .replace("[\\r][\\n]", "")
        .replace("[\\n]", "");
    lines(format!("{mark} {said}"))
}

/// OkHttp (`--> POST https://h/mcp`, `<-- 401 https://h/mcp (12ms)`) and Feign (with three dashes).
fn ok_http(line: &str) -> Option<Said> {
    if let Some((_, rest)) = line.split_once("--> ") {
        if rest.starts_with("END") {
            return Some(Said::End);
        }
        let mut words = rest.split_whitespace();
        let (method, url) = (words.next()?, words.next()?);
        return is_method(method).then(|| Said::Lines(vec![format!("{method} {url} HTTP/1.1")]));
    }
    let (_, rest) = line
        .split_once("<-- ")
        .or_else(|| line.split_once("<--- "))?;
    if rest.starts_with("END") {
        return Some(Said::End);
    }
    let status = rest
        .strip_prefix("HTTP/1.1 ")
        .or_else(|| rest.strip_prefix("HTTP/2 "))
        .unwrap_or(rest);
    let code = status
        .split(' ')
        .next()
        .filter(|code| code.parse::<u16>().is_ok() && code.len() == 3)?;
    lines(format!("HTTP/1.1 {code}"))
}

/// Python's `http.client` with its debug level set: `send: b'…'`, `reply: '…'`, `header: Name: value`.
fn http_client(line: &str) -> Option<Said> {
    if let Some(sent) = line.strip_prefix("send: ") {
        let text = sent.trim_start_matches('b').trim_matches(['\'', '"']);
        let text = text
            .replace("\\r\\n", "\n")
            .replace("\\n", "\n")
            .replace("\\'", "'");
        return Some(Said::Lines(text.lines().map(str::to_owned).collect()));
    }
    if let Some(reply) = line.strip_prefix("reply: ") {
        return lines(reply.trim_matches(['\'', '"']).replace("\\r\\n", ""));
    }
    let header = line.strip_prefix("header: ")?;
    lines(format!("< {header}"))
}

/// mitmproxy and mitmdump: `127.0.0.1:52814: POST https://h/token HTTP/2.0`, ` << HTTP/2.0 400 Bad Request 73b`.
fn mitmproxy(line: &str) -> Option<Said> {
    if let Some(answer) = line.strip_prefix("<< ") {
        let answer = answer.trim_start();
        let answer = answer.split_once("HTTP/").map_or(answer, |(_, rest)| {
            rest.split_once(' ').map_or(rest, |(_, rest)| rest)
        });
        let code = answer
            .split(' ')
            .next()
            .filter(|code| code.parse::<u16>().is_ok() && code.len() == 3)?;
        return lines(format!("HTTP/1.1 {code}"));
    }
    let (client, rest) = line.split_once(": ")?;
    let port = client.rsplit(':').next()?;
    let address = client.contains(':') && port.parse::<u16>().is_ok() && !client.contains(' ');
    let mut words = rest.split_whitespace();
    let (method, url) = (words.next()?, words.next()?);
    (address && is_method(method) && url.contains("://"))
        .then(|| Said::Lines(vec![format!("{method} {url} HTTP/1.1")]))
}

/// Rows of tshark: `12 0.412 192.168.1.20 → 203.0.113.10 HTTP 412 POST /mcp HTTP/1.1  (application/json)`.
fn wireshark(line: &str) -> Option<Said> {
    let (_, rest) = line
        .split_once('\u{2192}')
        .or_else(|| line.split_once(" -> "))?;
    let (_, rest) = rest.split_once(" HTTP")?;
    let rest = rest
        .trim_start_matches("/JSON")
        .trim_start_matches("/XML")
        .trim_start_matches('2')
        .trim_start();
    let (length, rest) = rest.split_once(' ')?;
    length.parse::<u32>().ok()?;
    let rest = rest.split("  (").next().unwrap_or(rest).trim();
    if let Some(status) = rest.strip_prefix("HTTP/") {
        return Some(Said::Answered(status.split(' ').nth(1)?.parse().ok()?));
    }
    let mut words = rest.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let asked = Request {
        method: method.to_owned(),
        url: target.to_owned(),
        ..Request::default()
    };
    is_method(method).then_some(Said::Asked(asked))
}

/// `--2026-09-22 10:00:00--  https://h/mcp`, `HTTP request sent, awaiting response... 401 Unauthorized`.
fn wget(line: &str) -> Option<Said> {
    if let Some((_, status)) = line.split_once("awaiting response...") {
        let status = status.trim();
        // With -S the answer itself follows.
        return match status.split(' ').next()?.parse() {
            Ok(status) => Some(Said::Answered(status)),
            Err(_) => Some(Said::Lines(Vec::new())),
        };
    }
    let (stamp, url) = line.strip_prefix("--")?.split_once("--  ")?;
    (stamp.len() == 19 && url.contains("://")).then(|| Said::Address(url.to_owned()))
}

/// `HttpClient` of .NET, and ASP.NET Core's own log.
fn dot_net(line: &str) -> Option<Said> {
    if let Some((_, rest)) = line.split_once("Sending HTTP request ") {
        return asked(rest);
    }
    if let Some((_, rest)) = line.split_once("Request starting ") {
        return asked(rest.split_once(' ')?.1);
    }
    let (_, rest) = line.split_once("Received HTTP response headers after ")?;
    let (_, status) = rest.split_once(" - ")?;
    Some(Said::Answered(status.trim().parse().ok()?))
}

/// Node with `NODE_DEBUG=undici`: `sending request to POST https://h//mcp`, `received response to POST https://h/mcp - HTTP 401`.
fn undici(line: &str) -> Option<Said> {
    if let Some((_, rest)) = line.split_once("sending request to ") {
        return asked(rest);
    }
    let (_, rest) = line.split_once("received response to ")?;
    let (_, status) = rest.rsplit_once(" HTTP ")?;
    Some(Said::Answered(status.trim().parse().ok()?))
}

fn asked(text: &str) -> Option<Said> {
    let mut words = text.split_whitespace();
    let (method, url) = (words.next()?, words.next()?);
    let asked = Request {
        method: method.to_owned(),
        url: url.trim_end_matches(['.', ',']).to_owned(),
        ..Request::default()
    };
    (is_method(method) && url.contains("://")).then_some(Said::Asked(asked))
}

/// PowerShell's commands, their errors, and the status of the object that they give.
fn power_shell(line: &str) -> Option<Said> {
    let command = prompted(line);
    let commands = ["Invoke-WebRequest ", "Invoke-RestMethod ", "iwr ", "irm "];
    if commands.iter().any(|name| command.starts_with(name))
        && command.contains("://")
        && !command.contains(" : ")
    {
        return Some(Said::Asked(power_shell_request(command)));
    }
    if let Some(status) = line
        .strip_prefix("StatusCode ")
        .and_then(|rest| rest.trim_start().strip_prefix(": "))
    {
        let status: u16 = status.trim().parse().ok()?;
        return Some(Said::Lines(vec![format!("HTTP/1.1 {status}")]));
    }
    let is_error = line.starts_with("Invoke-WebRequest")
        || line.starts_with("Invoke-RestMethod")
        || line.contains("remote server returned an error");
    if !is_error {
        return None;
    }
    let net = line
        .split_once("returned an error: (")
        .map(|(_, rest)| rest);
    let core = || {
        line.split_once("does not indicate success: ")
            .map(|(_, rest)| rest)
    };
    let status = net.or_else(core)?.get(..3)?.parse().ok()?;
    Some(Said::Answered(status))
}

/// `Invoke-WebRequest -Uri … -Method Post -Headers @{ "a"="b" } -Body '…'`.
fn power_shell_request(command: &str) -> Request {
    let mut request = Request {
        method: "GET".to_owned(),
        ..Request::default()
    };
    let (before, headers, after) = match command.split_once("@{").and_then(|(before, rest)| {
        let (headers, after) = rest.split_once('}')?;
        Some((before, headers, after))
    }) {
        Some(parts) => parts,
        None => (command, "", ""),
    };
    for pair in headers.split([';', '\n']) {
        if let Some((name, value)) = pair.split_once('=') {
            let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
            request.headers.push(&bare(name), bare(value));
        }
    }
    for part in [before, after] {
        let words = words(
            &part
                .replace("`\"", "\\\"")
                .replace("`\n", " ")
                .replace('\n', " "),
        );
        for (at, word) in words.iter().enumerate() {
            let value = words.get(at + 1).cloned().unwrap_or_default();
            match word.to_ascii_lowercase().as_str() {
                "-method" => request.method = value.to_ascii_uppercase(),
                "-uri" => request.url = value,
                "-body" => request.body = Some(value),
                "-contenttype" => request.headers.push("Content-Type", value),
                _ if word.contains("://") && request.url.is_empty() => request.url.clone_from(word),
                _ => {}
            }
        }
    }
    request
}

/// One line, or the lines that follow it after a continuation, of a PowerShell command.
pub fn is_power_shell(line: &str) -> bool {
    let command = prompted(line);
    (command.starts_with("Invoke-WebRequest ") || command.starts_with("Invoke-RestMethod "))
        && command.contains("://")
}

/// The network panel's view of one request: `Request URL`, `Request Method`, `Status Code`, then header lines; a name and its value
/// may stand in one line or in two.
pub fn headers_view(rows: &[&str]) -> Option<(usize, View)> {
    let mut view = View::default();
    let mut received = true;
    let mut at = 0;
    let mut last = 0;
    while let Some(row) = rows.get(at) {
        let row = row.trim();
        at += 1;
        let lower = row.to_ascii_lowercase();
        let title = lower
            .trim_end_matches(':')
            .trim_start_matches(['\u{25bc}', '\u{25b6}', ' ']);
        match title {
            "" => {
                if rows.get(at).is_none_or(|next| next.trim().is_empty()) {
                    break;
                }
                continue;
            }
            "general" | "headers" | "summary" => continue,
            _ if title.starts_with("response headers") => {
                received = true;
                continue;
            }
            _ if title.starts_with("request headers") => {
                received = false;
                continue;
            }
            "view source" | "raw" | "provisional headers are shown" => continue,
            // The body.
            _ if row.starts_with(['{', '[', '<']) => break,
            "response" | "preview" | "response body" => break,
            _ if title.starts_with("form data")
                || title.starts_with("request payload")
                || title.starts_with("query string") =>
            {
                break;
            }
            _ => {}
        }
        let joined = row
            .strip_prefix(':')
            .unwrap_or(row)
            .split_once(':')
            .map(|(name, value)| (name.trim(), value.trim()));
        let joined = joined.filter(|(name, _)| {
            !name.contains("//") && !name.is_empty() && name.split(' ').count() <= 3
        });
        let (name, value) = match joined {
            Some((name, "")) => {
                let value = rows.get(at).map(|next| next.trim()).unwrap_or_default();
                at += 1;
                (name, value)
            }
            Some(pair) => pair,
            // Newer panels: the name in one line, its value in the next.
            None if is_name(row) || row == "Status" => {
                let Some(value) = rows.get(at) else { break };
                at += 1;
                (row, value.trim())
            }
            None => break,
        };
        match name.to_ascii_lowercase().as_str() {
            "request url" => view.url = Some(value.to_owned()),
            "request method" => view.method = Some(value.to_owned()),
            "status code" | "status" => {
                view.status = value
                    .split(|c: char| !c.is_ascii_digit())
                    .find(|word| word.len() == 3)
                    .and_then(|word| word.parse().ok());
            }
            "remote address" | "referrer policy" | "version" | "transferred"
            | "request priority" | "dns resolution" => {}
            _ if name.contains(' ') => {}
            _ if received => view.received.push(name, value),
            _ => view.sent.push(name, value),
        }
        last = at;
    }
    (view.url.is_some() && view.status.is_some()).then_some((last, view))
}

/// What the network panel shows of one request.
#[derive(Debug, Default)]
pub struct View {
    /// `Request URL`.
    pub url: Option<String>,
    /// `Request Method`.
    pub method: Option<String>,
    /// `Status Code`.
    pub status: Option<u16>,
    /// Request headers.
    pub sent: Headers,
    /// Response headers.
    pub received: Headers,
}

fn is_name(row: &str) -> bool {
    let panel = [
        "request url",
        "request method",
        "status code",
        "remote address",
        "referrer policy",
    ];
    let lower = row.to_ascii_lowercase();
    panel.contains(&lower.as_str())
        || row
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && row.contains('-')
        || matches!(
            lower.as_str(),
            "server"
                | "date"
                | "vary"
                | "origin"
                | "accept"
                | "host"
                | "referer"
                | "cookie"
                | "authorization"
        )
}

/// Whether a view of the network panel begins here.
pub fn begins_view(row: &str) -> bool {
    let row = row.trim().to_ascii_lowercase();
    row.starts_with("request url") && (row.len() <= 12 || row.contains("://"))
}

/// A row of the network panel's table: name, status, type, initiator, size, time.
pub fn table_row(line: &str) -> Option<(String, Result<u16, String>)> {
    let columns: Vec<&str> = match line.contains('\t') {
        true => line.split('\t').map(str::trim).collect(),
        false => line
            .split("  ")
            .map(str::trim)
            .filter(|column| !column.is_empty())
            .collect(),
    };
    const TYPES: [&str; 12] = [
        "fetch",
        "xhr",
        "document",
        "preflight",
        "json",
        "plain",
        "html",
        "eventsource",
        "text/html",
        "script",
        "fetch / redirect",
        "x-unknown",
    ];
    let typed = columns
        .iter()
        .any(|column| TYPES.contains(&column.to_ascii_lowercase().as_str()));
    let (name, status) = (columns.first()?, columns.get(1)?);
    if columns.len() < 4 || !typed || name.is_empty() || name.contains(' ') {
        return None;
    }
    let code = status
        .split(' ')
        .next()
        .and_then(|word| word.parse::<u16>().ok())
        .filter(|code| (100..600).contains(code));
    let failed = || status.starts_with('(') || status.contains("error");
    match code {
        Some(code) => Some(((*name).to_owned(), Ok(code))),
        None if failed() => Some(((*name).to_owned(), Err((*status).to_owned()))),
        None => None,
    }
}

/// `fetch("https://…", { … })`, as a browser copies a request.
pub fn fetch_call(text: &str) -> Option<Request> {
    let (_, rest) = text.split_once("fetch(")?;
    let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
    let (url, rest) = rest.get(1..)?.split_once(quote)?;
    if !url.starts_with("http") {
        return None;
    }
    let options = rest
        .find('{')
        .and_then(|at| rest.get(at..))
        .and_then(super::config::printed);
    let options = options.unwrap_or_default();
    let said = |name: &str| {
        options
            .get(name)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    let headers = options
        .get("headers")
        .and_then(serde_json::Value::as_object);
    Some(Request {
        method: said("method").unwrap_or_else(|| "GET".to_owned()),
        url: url.to_owned(),
        headers: headers
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
        body: said("body"),
    })
}

/// A form as `name=value` words of HTTPie's command: not needed where the request itself follows.
pub fn is_httpie(line: &str) -> bool {
    let command = prompted(line);
    ["http ", "https ", "xh ", "xhs "]
        .iter()
        .any(|name| command.starts_with(name))
        && (line.trim() != command || command.contains("://"))
}

/// The address and the method of an HTTPie command.
pub fn httpie(line: &str) -> Option<Request> {
    let words = words(prompted(line));
    let url = words.iter().find(|word| word.contains("://"))?;
    let fields: Vec<(&str, &str)> = words
        .iter()
        .filter(|word| !word.contains("://") && !word.starts_with('-'))
        .filter_map(|word| word.split_once(":=").or_else(|| word.split_once('=')))
        .collect();
    let method = words.iter().find(|word| is_method(word)).cloned();
    let is_form = words.iter().any(|word| word == "--form" || word == "-f");
    Some(Request {
        method: method.unwrap_or_else(|| if fields.is_empty() { "GET" } else { "POST" }.to_owned()),
        url: url.clone(),
        body: (is_form && !fields.is_empty()).then(|| form::encode(fields)),
        ..Request::default()
    })
}

fn is_method(word: &str) -> bool {
    matches!(
        word,
        "GET" | "POST" | "OPTIONS" | "HEAD" | "PUT" | "PATCH" | "DELETE"
    )
}
