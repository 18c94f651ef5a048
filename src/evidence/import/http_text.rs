//! HTTP as people paste it: `curl -i`, `curl -v`, a `curl` command, raw requests and answers, header lines.

use super::Kind;
use super::collect::{Collector, MCP};
use super::document;
use super::shell::{curl, options};
use crate::error::Misuse;
use crate::flow::token::client_auth::basic_plain;
use crate::http::{Exchange, Headers, Request, Response};
use crate::limits;
use crate::wire::json;

/// One exchange that is being read.
#[derive(Default)]
pub struct Draft {
    method: Option<String>,
    url: Option<String>,
    scheme: Option<&'static str>,
    target: Option<String>,
    sent: Headers,
    sent_body: Option<String>,
    status: Option<u16>,
    received: Headers,
    body: String,
    in_body: bool,
    partial: bool,
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
    }

    /// Reads a line as part of this exchange.
    pub fn take(&mut self, line: &str) -> Took {
        let trimmed = line.trim();
        if let Some(command) = curl(trimmed) {
            return self.begin(|draft| draft.command(command));
        }
        if let Some(sent) = line
            .strip_prefix("> ")
            .or_else(|| (trimmed == ">").then_some(""))
        {
            return self.sent(sent.trim());
        }
        if let Some(received) = line
            .strip_prefix("< ")
            .or_else(|| (trimmed == "<").then_some(""))
        {
            return self.received(received.trim());
        }
        if let Some(said) = line.strip_prefix("* ") {
            self.remark(said);
            return Took::Yes;
        }
        if is_status_line(trimmed) || is_request_line(trimmed).is_some() {
            return if is_status_line(trimmed) {
                self.received(trimmed)
            } else {
                self.sent(trimmed)
            };
        }
        if self.status.is_some() && !self.in_body {
            return self.received(trimmed);
        }
        if self.in_body && self.status.is_some() {
            if self.body.len() + line.len() < limits::BODY {
                self.body.push_str(line);
                self.body.push('\n');
            } else {
                self.partial = true;
            }
            return Took::Yes;
        }
        Took::No
    }

    /// Header lines without a status line.
    pub fn header(&mut self, name: &str, value: &str) {
        self.received.push(name, value);
    }

    fn begin(&mut self, fill: impl FnOnce(&mut Self)) -> Took {
        if !self.is_empty() {
            return Took::Next;
        }
        fill(self);
        Took::Yes
    }

    fn command(&mut self, command: &str) {
        for (option, value) in options(command) {
            match option.as_str() {
                "-X" | "--request" => self.method = Some(value),
                "-I" | "--head" => self.method = Some("HEAD".to_owned()),
                "-d" | "--data" | "--data-raw" | "--data-binary" | "--json"
                | "--data-urlencode" => self.sent_body = Some(value),
                "-H" | "--header" => {
                    if let Some((name, value)) = value.split_once(':') {
                        self.sent.push(name.trim(), value.trim());
                    }
                }
                "-u" | "--user" => {
                    let (username, password) = value.split_once(':').unwrap_or((&value, ""));
                    self.sent.push(
                        "Authorization",
                        format!("Basic {}", basic_plain(username, password)),
                    );
                }
                "--oauth2-bearer" => self.sent.push("Authorization", format!("Bearer {value}")),
                "" | "--url" if value.starts_with("http://") || value.starts_with("https://") => {
                    self.url = Some(value);
                }
                _ => {}
            }
        }
        if self.method.is_none() && self.sent_body.is_some() {
            self.method = Some("POST".to_owned());
        }
    }

    fn sent(&mut self, line: &str) -> Took {
        if let Some((method, target)) = is_request_line(line) {
            if self.status.is_some() || self.target.is_some() {
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
            let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
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
        } else if let Some((name, value)) = field(line) {
            self.received.push(name, value);
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
        if self.status.is_none() && self.received.is_empty() {
            if let Some(url) = self.url {
                collector.last_address = Some(url);
            }
            return Ok(());
        }
        let headers_only = self.status.is_none();
        let url = self
            .url
            .or_else(|| absolute(self.scheme, self.target.as_deref(), &self.sent));
        let url = url.or_else(|| collector.last_address.take());
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
        if url.is_none() {
            piece.notes.push("It doesn't say what was asked; it is taken for the answer to an MCP request, unless its body tells otherwise.".to_owned());
            if self.status.is_none_or(|status| status < 300)
                && let Ok((value, _)) = json::read_value(body)
                && value.is_object()
            {
                return document::read(collector, &value, body, None);
            }
        }
        collector.exchange(Exchange {
            request: Request {
                method: self.method.unwrap_or_else(|| "GET".to_owned()),
                url: url.unwrap_or_else(|| MCP.to_owned()),
                headers: self.sent,
                body: self.sent_body,
            },
            response: Some(Response {
                status: self.status.unwrap_or(0),
                headers: self.received,
                headers_partial: headers_only,
                body: (!headers_only).then(|| body.to_owned()),
                body_partial: headers_only || self.partial,
                final_url: None,
            }),
            ..Exchange::default()
        });
        Ok(())
    }
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
    let mut words = line.split(' ');
    words
        .next()
        .is_some_and(|word| word.starts_with("HTTP/") && word.len() < 10)
        && words
            .next()
            .is_some_and(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = matches!(
        method,
        "GET" | "POST" | "OPTIONS" | "HEAD" | "PUT" | "DELETE"
    );
    (is_method && version.starts_with("HTTP/")).then_some((method, target))
}

/// Name and value of a header line.
pub fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let legal = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    legal.then(|| (name, value.trim()))
}
