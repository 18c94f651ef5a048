//! HTTP as people paste it: `curl -i`, `curl -v`, a `curl` command, raw requests and answers, header lines.

use super::Kind;
use super::collect::Collector;
use super::document;
use super::shell::{curl, options};
use super::url;
use crate::error::Misuse;
use crate::flow::token::client_auth::basic_plain;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::limits;
use crate::wire::{form, json};

/// One exchange that is being read.
#[derive(Default)]
pub struct Draft {
    method: Option<String>,
    url: Option<String>,
    scheme: Option<&'static str>,
    target: Option<String>,
    sent: Headers,
    sent_body: Option<String>,
    /// The request stands there as it was sent, without `> `: its lines are its own until the answer begins.
    raw: Raw,
    status: Option<u16>,
    received: Headers,
    body: String,
    in_body: bool,
    balance: Balance,
    partial: bool,
    /// Header lines may be missing.
    headers_partial: bool,
    /// The request is a command, which prints the body alone unless it is told otherwise.
    commanded: bool,
    failure: Option<String>,
}

/// Where in a raw request its next line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Raw {
    #[default]
    No,
    Headers,
    Body,
}

/// What a line did to the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// It belongs to the exchange.
    Yes,
    /// It begins another one: finish this one first.
    Next,
    /// It is nothing of HTTP.
    No,
}

impl Draft {
    /// Whether anything was read.
    pub fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.url.is_none()
            && self.target.is_none()
            && self.received.is_empty()
            && self.failure.is_none()
    }

    /// Reads a line as part of this exchange.
    pub fn take(&mut self, line: &str) -> Took {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            return Took::No;
        }
        if let Some(command) = curl(trimmed) {
            return self.begin(|draft| draft.command(command));
        }
        if let Some(error) = trimmed.strip_prefix("curl: (") {
            return self.failed(error);
        }
        if is_progress(trimmed) {
            return if self.is_empty() { Took::No } else { Took::Yes };
        }
        let after = |mark: &str| {
            trimmed
                .strip_prefix(mark)
                .filter(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        if let Some(sent) = after(">") {
            return self.sent(sent.trim());
        }
        if let Some(received) = after("<") {
            return self.received(received.trim());
        }
        if let Some(said) = trimmed
            .strip_prefix("* ")
            .filter(|_| !self.is_empty() || is_remark(trimmed))
        {
            self.remark(said);
            return Took::Yes;
        }
        if is_status_line(trimmed) {
            return self.received(trimmed);
        }
        if is_request_line(trimmed).is_some() {
            let took = self.sent(trimmed);
            if took == Took::Yes {
                self.raw = Raw::Headers;
            }
            return took;
        }
        if self.status.is_none() && self.raw != Raw::No {
            return self.raw_line(trimmed);
        }
        if self.status.is_some() && !self.in_body {
            let begins_body = field(trimmed).is_none() && trimmed.starts_with(['{', '[', '<']);
            if !begins_body {
                return self.received(trimmed);
            }
            self.in_body = true;
        }
        if self.in_body && self.status.is_some() {
            return self.body_line(line);
        }
        match printed_status(trimmed) {
            Some(status) if self.commanded && self.status.is_none() => self.printed(status, line),
            _ => Took::No,
        }
    }

    /// Header lines without a status line.
    pub fn header(&mut self, name: &str, value: &str) {
        // Tools and people write so that there is no such header.
        const ABSENT: [&str; 6] = [
            "(missing)",
            "(none)",
            "(absent)",
            "(not present)",
            "<missing>",
            "<none>",
        ];
        if !ABSENT.contains(&value.trim().to_ascii_lowercase().as_str()) {
            self.received.push(name, value);
        }
    }

    /// An answer of which another tool shows the status only.
    pub fn answered(&mut self, status: u16) {
        self.status = Some(status);
        (self.headers_partial, self.partial) = (true, true);
    }

    /// A request as another tool shows it.
    pub fn requested(&mut self, request: Request) {
        self.method = Some(request.method);
        self.url = Some(request.url);
        self.sent = request.headers;
        self.sent_body = request.body;
    }

    /// Whether an answer was read already.
    pub fn is_answered(&self) -> bool {
        self.status.is_some()
    }

    fn begin(&mut self, fill: impl FnOnce(&mut Self)) -> Took {
        if !self.is_empty() {
            return Took::Next;
        }
        fill(self);
        Took::Yes
    }

    /// `curl: (60) SSL certificate problem: …`.
    fn failed(&mut self, error: &str) -> Took {
        if self.url.is_none() && self.target.is_none() {
            return Took::No;
        }
        let said = error.split_once(") ").map_or(error, |(_, said)| said);
        self.failure = Some(said.to_owned());
        Took::Yes
    }

    /// What a command prints without a status line: the body, or the status alone (`-w '%{http_code}'`).
    fn printed(&mut self, status: u16, line: &str) -> Took {
        (self.status, self.headers_partial, self.in_body) = (Some(status), true, true);
        if line.trim().len() == 3 {
            self.partial = true;
            return Took::Yes;
        }
        self.body_line(line)
    }

    fn raw_line(&mut self, line: &str) -> Took {
        match (self.raw, field(line)) {
            (Raw::Headers, _) if line.is_empty() => self.raw = Raw::Body,
            (Raw::Headers, Some((name, value))) => {
                if self.sent.len() < limits::FIELDS {
                    self.sent.push(name.trim_start_matches(':'), value);
                }
            }
            (Raw::Body, _) if line.is_empty() => {}
            (Raw::Body, pair)
                if self
                    .sent_body
                    .as_ref()
                    .is_none_or(|body| body.len() + line.len() < limits::BODY) =>
            {
                let form = self
                    .sent
                    .get("content-type")
                    .is_some_and(|kind| kind.contains("urlencoded"));
                let more = self.sent_body.is_some();
                let piece = match pair.filter(|_| form && !line.contains('=')) {
                    // mitmproxy shows a form as a table.
                    Some((name, value)) => form::encode([(name, value)]),
                    None if line.starts_with(['{', '[', '"', '}', ']', '<'])
                        || line.contains('=')
                        || more
                        || form =>
                    {
                        line.to_owned()
                    }
                    None => return Took::No,
                };
                let body = self.sent_body.get_or_insert_default();
                if more {
                    body.push(if form { '&' } else { '\n' });
                }
                body.push_str(&piece);
            }
            _ => return Took::No,
        }
        Took::Yes
    }

    fn body_line(&mut self, line: &str) -> Took {
        if self.balance.is_whole() && !line.trim().is_empty() {
            return Took::Next;
        }
        // curl goes on in the line in which a body ends.
        let line = ["* Connection #", "* Closing connection"]
            .iter()
            .find_map(|end| Some(line.split_at(line.find(end)?).0))
            .unwrap_or(line);
        if self.body.len() + line.len() < limits::BODY {
            self.body.push_str(line);
            self.body.push('\n');
            self.balance.add(line);
        } else {
            self.partial = true;
        }
        Took::Yes
    }

    fn command(&mut self, command: &str) {
        self.commanded = true;
        let mut data: Vec<String> = Vec::new();
        let (mut posts, mut in_query, mut unseen) = (false, false, false);
        for (option, value) in options(command) {
            match option.as_str() {
                "-X" | "--request" => self.method = Some(value),
                "-I" | "--head" => self.method = Some("HEAD".to_owned()),
                "-G" | "--get" => in_query = true,
                "-T" | "--upload-file" => self.method = Some("PUT".to_owned()),
                "-F" | "--form" => (posts, unseen) = (true, true),
                "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--json"
                | "--data-urlencode" => {
                    posts = true;
                    if option == "--json" {
                        self.sent_default("Content-Type", "application/json");
                        self.sent_default("Accept", "application/json");
                    }
                    match sent_data(&option, &value) {
                        Some(piece) => data.push(piece),
                        None => unseen = true,
                    }
                }
                "-H" | "--header" => {
                    if let Some((name, value)) = value.split_once(':') {
                        self.sent.push(name.trim(), value.trim());
                    }
                }
                "-A" | "--user-agent" => self.sent.push("User-Agent", value),
                "-e" | "--referer" => self.sent.push("Referer", value),
                "-b" | "--cookie" if value.contains('=') => self.sent.push("Cookie", value),
                "-u" | "--user" => {
                    let (username, password) = value.split_once(':').unwrap_or((&value, ""));
                    self.sent.push(
                        "Authorization",
                        format!("Basic {}", basic_plain(username, password)),
                    );
                }
                "--oauth2-bearer" => self.sent.push("Authorization", format!("Bearer {value}")),
                "" | "--url"
                    if self.url.is_none()
                        && (value.starts_with("http://") || value.starts_with("https://")) =>
                {
                    self.url = Some(value);
                }
                _ => {}
            }
        }
        // Several are one body, joined with `&` (curl, --data); `--json` is joined with nothing.
        let joined = data.join(if self.sent.has("accept") && command.contains("--json") {
            ""
        } else {
            "&"
        });
        if in_query {
            if let Some(url) = self.url.as_mut().filter(|_| !joined.is_empty()) {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&joined);
            }
        } else if posts {
            self.sent_body = (!unseen).then_some(joined);
            self.method.get_or_insert_with(|| "POST".to_owned());
            if !unseen {
                self.sent_default("Content-Type", "application/x-www-form-urlencoded");
            }
        }
    }

    /// A header that the tool sends where none of the name is given.
    fn sent_default(&mut self, name: &str, value: &str) {
        if !self.sent.has(name) {
            self.sent.push(name, value);
        }
    }

    fn sent(&mut self, line: &str) -> Took {
        if let Some((method, target)) = is_request_line(line) {
            if self.status.is_some() || self.target.is_some() || self.failure.is_some() {
                return Took::Next;
            }
            self.method = Some(method.to_owned());
            self.target = Some(target.to_owned());
        } else if let Some((name, value)) = field(line)
            && self.sent.len() < limits::FIELDS
            && !self.sent.has(name)
        {
            self.sent.push(name, value);
        }
        Took::Yes
    }

    fn received(&mut self, line: &str) -> Took {
        if is_status_line(line) {
            let status = line
                .split_whitespace()
                .nth(1)
                .and_then(|word| word.parse().ok());
            // 1xx and the answer of a proxy to CONNECT come before the real one.
            let preliminary = self.status.is_some_and(|status| status < 200)
                || (self.status == Some(200) && self.received.is_empty() && !self.in_body);
            if self.status.is_some() && !preliminary {
                return Took::Next;
            }
            self.status = status.or(Some(0));
            (self.received, self.in_body) = (Headers::new(), false);
        } else if line.is_empty() {
            self.in_body = self.status.is_some_and(|status| status >= 200);
            let empty = self.received.get("content-length").as_deref() == Some("0");
            self.balance
                .nothing_follows(empty || matches!(self.status, Some(204 | 304)));
        } else if let Some((name, value)) = field(line) {
            self.header(name, value);
        }
        Took::Yes
    }

    fn remark(&mut self, said: &str) {
        if said.contains("SSL") || said.contains("TLS") || said.contains("port 443") {
            self.scheme = Some("https");
        } else if said.contains(" port 80 ") {
            self.scheme = self.scheme.or(Some("http"));
        }
    }

    /// Hands the exchange over.
    ///
    /// # Errors
    /// Those of a document in the body.
    pub fn finish(self, collector: &mut Collector) -> Result<(), Misuse> {
        let url = self
            .url
            .or_else(|| absolute(self.scheme, self.target.as_deref(), &self.sent));
        let mut request = Request {
            method: self.method.unwrap_or_else(|| "GET".to_owned()),
            url: url.unwrap_or_default(),
            headers: self.sent,
            body: self.sent_body,
        };
        let headers_only = self.status.is_none();
        if let Some(message) = self.failure.filter(|_| headers_only) {
            collector.note(Kind::Http, "A request without an answer.");
            collector.exchange(Exchange {
                failure: Some(Failure {
                    kind: FailureKind::of(&message),
                    message,
                }),
                request,
                ..Exchange::default()
            });
            return Ok(());
        }
        if headers_only && self.received.is_empty() {
            if !request.url.is_empty() {
                collector.unanswered(request);
            }
            return Ok(());
        }
        if request.url.is_empty()
            && let Some(asked) = collector.asked.take()
        {
            request = asked;
        }
        let what = match self.status {
            None => "Header lines; the status isn't known.".to_owned(),
            Some(status) => format!("An HTTP answer with status {status}."),
        };
        let piece = collector.note(
            if headers_only {
                Kind::Headers
            } else {
                Kind::Http
            },
            what,
        );
        let body = self.body.trim();
        // Whatever was asked, a redirect that carries a sign-in's parameters shows that request or its answer.
        let to = (self.received.get("location"))
            .filter(|to| matches!(self.status, Some(300..=399)) && url::is_of_sign_in(to));
        if let Some(to) = to.filter(|_| request.url.is_empty()) {
            url::read(collector, &to);
            return Ok(());
        }
        if request.url.is_empty() {
            piece.notes.push("It doesn't say what was asked; it is taken for the answer to an MCP request, unless its body tells otherwise.".to_owned());
            let value = json::read_value(body).ok().map(|(value, _)| value);
            let value = value.filter(serde_json::Value::is_object);
            let succeeded = self.status.is_none_or(|status| status < 300);
            if let Some(value) = value.as_ref().filter(|_| succeeded) {
                return document::read(collector, value, body, None);
            }
            // Whatever its status: an OAuth error is said by one endpoint only (RFC 6749 §5.2, RFC 7591 §3.2.2, RFC 6750 §3.1).
            let challenged = self.received.get("www-authenticate");
            request.url =
                document::place_of_error(value.as_ref(), challenged.as_deref()).to_owned();
            // A server that refuses the method was not asked by the one that MCP prescribes.
            let by_post = self.status != Some(405);
            request.method = if by_post { "POST" } else { "GET" }.to_owned();
        }
        let nothing_seen = headers_only || self.partial && body.is_empty();
        collector.exchange(Exchange {
            request,
            response: Some(Response {
                status: self.status.unwrap_or(0),
                headers: self.received,
                headers_partial: headers_only || self.headers_partial,
                body: (!nothing_seen).then(|| body.to_owned()),
                body_partial: headers_only || self.partial,
                final_url: None,
            }),
            ..Exchange::default()
        });
        Ok(())
    }
}

/// Whether a body that is read line by line is whole: then what follows is something else.
#[derive(Default)]
struct Balance {
    depth: usize,
    in_string: bool,
    escaped: bool,
    begun: bool,
    json: bool,
    whole: bool,
}

impl Balance {
    fn is_whole(&self) -> bool {
        self.whole
    }

    fn nothing_follows(&mut self, nothing: bool) {
        self.whole = nothing;
    }

    fn add(&mut self, line: &str) {
        let trimmed = line.trim();
        if !self.begun {
            if trimmed.is_empty() {
                return;
            }
            (self.begun, self.json) = (true, trimmed.starts_with(['{', '[']));
        }
        if !self.json {
            // A page ends with its last tag, any other text with its paragraph.
            self.whole = trimmed.is_empty() || trimmed.ends_with("</html>");
            return;
        }
        for byte in line.bytes() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.whole |= self.depth == 0;
                }
                _ => {}
            }
        }
    }
}

/// What an option adds to the body; nothing where it names a file.
fn sent_data(option: &str, value: &str) -> Option<String> {
    match option {
        "--data-raw" => Some(value.to_owned()),
        "--data-urlencode" => match value.split_once('=') {
            Some((name, value)) => Some(match name {
                "" => form::encode([("", value)])
                    .trim_start_matches('=')
                    .to_owned(),
                name => form::encode([(name, value)]),
            }),
            None if value.contains('@') => None,
            None => Some(
                form::encode([("", value)])
                    .trim_start_matches('=')
                    .to_owned(),
            ),
        },
        _ if value.starts_with('@') => None,
        _ => Some(value.to_owned()),
    }
}

/// What curl writes about its progress between the lines of an answer.
fn is_progress(line: &str) -> bool {
    line.contains("--:--:--")
        || line.starts_with("% Total") && line.contains("% Received")
        || line.starts_with("Dload  Upload")
        || (line.starts_with("{ [") || line.starts_with("} [")) && line.ends_with("bytes data]")
}

/// `* Trying …`, `* Connected to …`: what `curl -v` says of a connection.
fn is_remark(line: &str) -> bool {
    [
        "* Trying ",
        "*   Trying ",
        "* Connected to ",
        "* using HTTP",
        "* Host ",
        "* ALPN",
        "* TLS",
        "* SSL",
        "* Server certificate",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

fn absolute(scheme: Option<&str>, target: Option<&str>, sent: &Headers) -> Option<String> {
    let target = target?;
    if target.contains("://") {
        return Some(target.to_owned());
    }
    let host = sent.get("host")?;
    Some(format!("{}://{host}{target}", scheme.unwrap_or("https")))
}

fn is_status_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words
        .next()
        .is_some_and(|word| word.starts_with("HTTP/") && word.len() < 10)
        && words
            .next()
            .is_some_and(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The status that a body without one tells: its own number, or the words that frameworks send with it; 0 for a page or a form.
fn printed_status(line: &str) -> Option<u16> {
    const WORDS: [(&str, u16); 13] = [
        ("404 page not found", 404),
        ("cannot get ", 404),
        ("cannot post ", 404),
        ("not found", 404),
        ("404 not found", 404),
        ("unauthorized", 401),
        ("forbidden", 403),
        ("method not allowed", 405),
        ("bad request", 400),
        ("internal server error", 500),
        ("bad gateway", 502),
        ("service unavailable", 503),
        ("upstream connect error ", 503),
    ];
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("<!doctype") || lower.starts_with("<html") {
        return Some(0);
    }
    // A token endpoint that was not asked for JSON.
    if lower.starts_with("access_token=") || lower.contains("&access_token=") {
        return Some(0);
    }
    if let Ok(status) = lower.parse::<u16>() {
        return (100..600).contains(&status).then_some(status);
    }
    let told = |(words, _): &&(&str, u16)| {
        lower
            .strip_prefix(words)
            .is_some_and(|rest| words.ends_with(' ') || rest.trim_end_matches('.').is_empty())
    };
    WORDS.iter().find(told).map(|(_, status)| *status)
}

fn is_request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = matches!(
        method,
        "GET" | "POST" | "OPTIONS" | "HEAD" | "PUT" | "PATCH" | "DELETE"
    );
    let alone = words.next().is_none();
    (is_method && alone && version.starts_with("HTTP/")).then_some((method, target))
}

/// Name and value of a header line.
pub fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = match line.strip_prefix(':') {
        // HTTP/2's own (RFC 9113 §8.3).
        Some(rest) => rest.split_once(':')?,
        None => line.split_once(':')?,
    };
    let legal = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    legal.then(|| (name, value.trim()))
}
