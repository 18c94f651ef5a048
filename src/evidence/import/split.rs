//! Cuts a text into its pieces, line by line, in linear time.

use super::Kind;
use super::captures::{self, Said};
use super::collect::{Collector, MCP, REGISTER, TOKEN, part};
use super::http_text::{Draft, Took, field};
use super::shell::{curl, prompted};
use super::{config, document, envelope, log, log_event, log_line, source, url};
use crate::error::Misuse;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::secret::owner;
use crate::wire::{json, jwt};
use serde_json::Value;
use std::borrow::Cow;

/// Reads a text of several pieces.
///
/// # Errors
/// Where a piece is a HAR or evidence of ours, and broken.
pub fn read(collector: &mut Collector, text: &str) -> Result<(), Misuse> {
    let mut splitter = Splitter {
        text,
        lines: lines(text),
        at: 0,
        draft: Draft::default(),
        // Looking for the end of a document that has none must not be paid for again and again.
        budget: text.len().saturating_mul(8),
        toml: Vec::new(),
        yaml: Vec::new(),
        may_be_configuration: config::may_be(envelope::beginning(text)),
    };
    splitter.toml = splitter.all(is_toml_list);
    splitter.yaml = splitter.all(is_yaml_list);
    while splitter.at < splitter.lines.len() {
        splitter.step(collector)?;
    }
    std::mem::take(&mut splitter.draft).finish(collector)
}

/// Bytes that looking at one line is counted as.
const LINE: usize = 40;

struct Splitter<'a> {
    text: &'a str,
    /// Each line with its offset; the offset of what it begins with.
    lines: Vec<(usize, &'a str)>,
    at: usize,
    draft: Draft,
    budget: usize,
    /// The lines that name a list of servers in TOML, in YAML.
    toml: Vec<usize>,
    yaml: Vec<usize>,
    may_be_configuration: bool,
}

impl<'a> Splitter<'a> {
    fn all(&self, is: fn(&str) -> bool) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, (_, line))| is(line))
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether looking this far ahead is still within what the text's length allows.
    fn spend(&mut self, bytes: usize) -> bool {
        match self.budget.checked_sub(bytes) {
            Some(left) => {
                self.budget = left;
                true
            }
            None => {
                self.budget = 0;
                false
            }
        }
    }

    fn line(&self, at: usize) -> Option<&'a str> {
        self.lines.get(at).map(|(_, line)| *line)
    }

    fn finish(&mut self, collector: &mut Collector) -> Result<(), Misuse> {
        std::mem::take(&mut self.draft).finish(collector)
    }

    /// Reads what begins at this line.
    fn step(&mut self, collector: &mut Collector) -> Result<(), Misuse> {
        let first = self.at;
        let Some(&(start, line)) = self.lines.get(first) else {
            return Ok(());
        };
        self.at += 1;
        let trimmed = line.trim();
        if self.draft.is_empty() {
            if trimmed.is_empty() {
                return Ok(());
            }
            if self.document(collector, start, trimmed)?
                || self.block(collector, first, trimmed)
                || self.thrown(collector, start, trimmed)
            {
                return Ok(());
            }
        }
        if let Some(said) = captures::read(trimmed) {
            return self.capture(collector, first, line, said);
        }
        let whole = self.joined(line);
        match self.draft.take(&whole) {
            Took::Yes => return Ok(()),
            Took::Next => {
                self.finish(collector)?;
                self.at = first;
                return Ok(());
            }
            // What a command printed below it, without a status, is read as a document.
            Took::No if !self.draft.is_empty() && trimmed.starts_with(['{', '[']) => {
                self.finish(collector)?;
                self.at = first;
                return Ok(());
            }
            Took::No => {}
        }
        if trimmed.is_empty() || is_fence(trimmed) {
            return self.finish(collector);
        }
        if let Some((name, value)) = field(trimmed)
            && is_response_header(name)
        {
            self.draft.header(name, value);
            return Ok(());
        }
        self.finish(collector)?;
        if self.is_code_of_traceback(first) || log_line::is_frame(trimmed) {
            return Ok(());
        }
        self::line(collector, trimmed);
        Ok(())
    }

    /// A JSON document, or an object that a program printed; whether one begins here.
    fn document(
        &mut self,
        collector: &mut Collector,
        start: usize,
        trimmed: &str,
    ) -> Result<bool, Misuse> {
        let named =
            trimmed.starts_with('"') && trimmed.contains("\": {") && config::may_be(trimmed);
        let quoted = trimmed.starts_with(['{', '['])
            && !trimmed.starts_with("[2")
            && !trimmed.starts_with("[mcp");
        if !quoted && !named {
            return Ok(false);
        }
        let end = balanced(self.text, start, &mut self.budget);
        let piece = end
            .and_then(|end| self.text.get(start..end))
            .unwrap_or_default();
        let printed = || config::printed(piece).filter(|_| trimmed.starts_with('{'));
        let value = match json::read_value(piece) {
            Ok((value, _))
                if trimmed.starts_with('{')
                    || value
                        .as_array()
                        .is_some_and(|list| list.iter().any(Value::is_object)) =>
            {
                Some(value)
            }
            Ok(_) => return Ok(false),
            Err(_) if config::may_be(piece) => None,
            Err(_) if piece.len() < 100_000 => printed(),
            Err(_) => None,
        };
        if let (Some(value), Some(end)) = (value, end) {
            if self.is_announced(start)
                && let Some(last) = collector.evidence().exchanges.last_mut()
                && let Some(response) = last
                    .response
                    .as_mut()
                    .filter(|one| one.body_partial && one.body.is_none())
            {
                response.body = Some(piece.to_owned());
                collector.text(piece);
                self.skip_to(end);
                return Ok(true);
            }
            let asked = collector.asked.take();
            let before = collector.evidence().exchanges.len();
            let around = self.around(start, end);
            document::read_within(
                collector,
                &value,
                piece,
                asked.as_ref().map(|one| one.url.as_str()),
                &around,
            )?;
            let exchanges = &mut collector.evidence().exchanges;
            // The answer to a request that stood before it.
            let answered = exchanges.len() == before + 1;
            if let (Some(asked), Some(last), true) = (asked, exchanges.last_mut(), answered)
                && (asked.body.is_some() || !asked.headers.is_empty())
            {
                last.request = asked;
            }
            self.skip_to(end);
            return Ok(true);
        }
        // A configuration with mistakes goes as far as its block.
        if !self.may_be_configuration {
            return Ok(false);
        }
        let block = end.unwrap_or_else(|| self.block_end(start));
        if !self.spend(block - start) {
            return Ok(false);
        }
        let piece = self.text.get(start..block).unwrap_or_default();
        if !config::may_be(piece) {
            return Ok(false);
        }
        let around = self.around(start, block);
        let is_one = config::read(collector, piece, &around);
        if is_one {
            self.skip_to(block);
        }
        Ok(is_one)
    }

    /// Whether the line before ends as a message does whose body follows: `… (HTTP 403):`.
    fn is_announced(&self, start: usize) -> bool {
        let at = self.lines.partition_point(|(line, _)| *line < start);
        let before = at.checked_sub(1).and_then(|before| self.line(before));
        before.is_some_and(|line| line.trim_end().ends_with("):"))
    }

    /// An error that Node prints with its members (axios): request and answer are among them; whether one begins here.
    fn thrown(&mut self, collector: &mut Collector, start: usize, trimmed: &str) -> bool {
        let Some(said) = trimmed.strip_suffix('{').map(str::trim_end) else {
            return false;
        };
        let brace = start + trimmed.len() - 1;
        let opens = said.contains("Error") || said.starts_with("at ");
        let Some(end) = balanced(self.text, brace, &mut self.budget).filter(|_| opens) else {
            return false;
        };
        let value = self.text.get(brace..end).and_then(config::printed);
        let is_answered = |value: &Value| value.get("response").is_some_and(Value::is_object);
        let Some(value) = value.filter(is_answered) else {
            return false;
        };
        if !log_line::is_frame(said) {
            collector.text(said);
        }
        log_event::read(collector, &value);
        self.skip_to(end);
        true
    }

    /// A configuration in another syntax, a command, a program, a view of the network panel; whether one begins here.
    fn block(&mut self, collector: &mut Collector, first: usize, trimmed: &str) -> bool {
        let names_list = |lists: &[usize], end: usize| {
            let at = lists.partition_point(|list| *list < first);
            lists.get(at).is_some_and(|list| *list < end)
        };
        if names_list(&self.toml, usize::MAX) && is_toml(trimmed) {
            let end = self.toml_end(first);
            if names_list(&self.toml, end) {
                return self.take_block(collector, first, end, config::read_toml);
            }
        }
        if names_list(&self.yaml, usize::MAX) && is_yaml(trimmed) {
            let end = self.while_lines(first, |line| {
                is_yaml(line) || line.starts_with([' ', '\t', '-'])
            });
            if names_list(&self.yaml, end) {
                return self.take_block(collector, first, end, config::read_yaml);
            }
        }
        if config::is_property(trimmed) {
            let end = self.while_lines(first, |line| {
                line.is_empty() || line.contains('=') || line.starts_with('#')
            });
            return self.take_block(collector, first, end, config::read_properties);
        }
        if let Some(command) = config::command(trimmed) {
            let whole = self.joined_command(command);
            return config::read_command(collector, &whole);
        }
        if captures::begins_view(trimmed) {
            let rows: Vec<&str> = self
                .lines
                .iter()
                .skip(first)
                .take(400)
                .map(|(_, line)| *line)
                .collect();
            if let Some((length, view)) = captures::headers_view(&rows) {
                self.at = first + length;
                collector.note(
                    Kind::Http,
                    "A request as a browser's network panel shows it.",
                );
                let body = self.body_of_view();
                collector.exchange(viewed(view, body));
                return true;
            }
        }
        if let Some((name, outcome)) = captures::table_row(trimmed) {
            table_row(collector, &name, outcome);
            return true;
        }
        if config::is_code(trimmed) || source::begins(trimmed) {
            return self.code(collector, first);
        }
        if captures::is_power_shell(trimmed) || trimmed.starts_with("$session") {
            return self.power_shell(first, trimmed);
        }
        if trimmed.contains("fetch(") && trimmed.contains("://") {
            let end = self.while_lines(first, |line| !line.is_empty());
            let text = self.slice(first, end);
            if let Some(request) = captures::fetch_call(text) {
                self.at = end;
                collector.unanswered(request);
                return true;
            }
        }
        if captures::is_httpie(trimmed)
            && let Some(request) = captures::httpie(trimmed)
        {
            collector.unanswered(request);
            return true;
        }
        false
    }

    /// The document below a view of headers, with or without the name of the panel's tab.
    fn body_of_view(&mut self) -> Option<String> {
        let is_tab = |line: &str| {
            let tab = line.trim_end_matches(':').to_ascii_lowercase();
            matches!(tab.as_str(), "" | "response" | "preview" | "response body")
        };
        let rest = self.lines.iter().skip(self.at).take(4);
        let (start, _) = rest
            .copied()
            .find(|(_, line)| !is_tab(line.trim()))
            .filter(|(_, line)| line.trim_start().starts_with('{'))?;
        let end = balanced(self.text, start, &mut self.budget)?;
        let body = self.text.get(start..end)?;
        json::read_value(body).ok()?;
        self.skip_to(end);
        Some(body.to_owned())
    }

    /// A program: what it says of a server, and nothing of it is a message.
    fn code(&mut self, collector: &mut Collector, first: usize) -> bool {
        let end = self.while_lines(first, |line| {
            !is_fence(line) && !log_line::is_frame(line) && log_line::leveled(line).is_none()
        });
        let text = self.slice(first, end);
        if !self.spend(text.len()) {
            return false;
        }
        let is_client = text.lines().any(config::is_code) && config::read_code(collector, text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        if !is_client && !source::is_program(text) {
            return false;
        }
        if !is_client {
            collector.note_once(
                Kind::Code,
                "Lines of a program: what stands in them was not said by anybody.",
            );
        }
        self.at = first + lines.max(end - first);
        true
    }

    fn power_shell(&mut self, first: usize, trimmed: &str) -> bool {
        if trimmed.starts_with("$session") {
            return self.text.contains("Invoke-WebRequest");
        }
        let mut whole = trimmed.to_owned();
        let mut open = whole.matches('{').count() > whole.matches('}').count();
        while (whole.trim_end().ends_with('`') || open)
            && let Some(next) = self.line(self.at)
        {
            let kept = whole.trim_end().trim_end_matches('`').len();
            whole.truncate(kept);
            whole.push('\n');
            whole.push_str(next);
            self.at += 1;
            open = whole.matches("@{").count()
                > whole.matches("\n}").count() + whole.matches("};").count()
                && !next.trim_start().starts_with('}');
        }
        match captures::read(&whole) {
            Some(Said::Asked(request)) => {
                self.draft.requested(request);
                true
            }
            _ => {
                self.at = first + 1;
                false
            }
        }
    }

    /// A line of another tool.
    fn capture(
        &mut self,
        collector: &mut Collector,
        first: usize,
        line: &str,
        said: Said,
    ) -> Result<(), Misuse> {
        match said {
            Said::Lines(lines) => {
                // The object that PowerShell gives, whose body is behind a name.
                if line.trim_start().starts_with("StatusCode") {
                    return self.power_shell_object(collector, &lines);
                }
                for line in lines {
                    if self.draft.take(&line) == Took::Next {
                        self.finish(collector)?;
                        self.draft.take(&line);
                    }
                }
            }
            Said::Asked(request) => {
                self.finish(collector)?;
                self.draft.requested(request);
            }
            Said::Answered(status) => {
                if self.draft.is_answered() {
                    self.finish(collector)?;
                }
                self.draft.answered(status);
                let request = std::mem::take(&mut self.draft);
                request.finish(collector)?;
                if !line.contains('\u{2192}') && !line.contains(" -> ") {
                    collector.text(line.trim());
                }
                self.skip_power_shell_error();
            }
            Said::Address(url) => {
                self.finish(collector)?;
                collector.unanswered(Request {
                    method: "GET".to_owned(),
                    url,
                    ..Request::default()
                });
            }
            Said::End => self.finish(collector)?,
        }
        let _ = first;
        Ok(())
    }

    /// `StatusCode : 200`, `Content : {…}`, `Headers : {[name, value], …}`.
    fn power_shell_object(
        &mut self,
        collector: &mut Collector,
        lines: &[String],
    ) -> Result<(), Misuse> {
        for line in lines {
            self.draft.take(line);
        }
        let mut body = String::new();
        while let Some(line) = self
            .line(self.at)
            .filter(|line| !line.trim().is_empty() || self.at < 4)
        {
            self.at += 1;
            let Some((name, value)) = line
                .split_once(": ")
                .map(|(name, value)| (name.trim(), value.trim()))
            else {
                continue;
            };
            match name {
                "Content" => body = value.to_owned(),
                "Headers" => {
                    for pair in value.trim_matches(['{', '}']).split("], [") {
                        if let Some((name, value)) = pair.trim_matches(['[', ']']).split_once(", ")
                        {
                            self.draft.header(name, value.trim_end_matches("\u{2026}"));
                        }
                    }
                }
                _ => {}
            }
        }
        self.draft.take("");
        for line in body.lines() {
            self.draft.take(line);
        }
        self.finish(collector)
    }

    /// What PowerShell prints below an error: the command again, and its own categories.
    fn skip_power_shell_error(&mut self) {
        while let Some(line) = self.line(self.at) {
            let line = line.trim_start();
            let own = line.starts_with("At line:")
                || line.starts_with("+ ")
                || line.starts_with("Line |");
            if !own {
                return;
            }
            self.at += 1;
        }
    }

    /// Lines below a frame of a Python traceback are the program's.
    fn is_code_of_traceback(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .and_then(|before| self.line(before))
            .unwrap_or_default();
        let is_file = |line: &str| line.trim_start_matches([' ', '|']).starts_with("File \"");
        let indented = self
            .line(at)
            .is_some_and(|line| line.starts_with("    ") || line.starts_with("  |     "));
        is_file(before) && indented
    }

    fn take_block(
        &mut self,
        collector: &mut Collector,
        first: usize,
        end: usize,
        read: fn(&mut Collector, &str, &str) -> bool,
    ) -> bool {
        let text = self.slice(first, end);
        if !self.spend(text.len()) {
            return false;
        }
        let start = self.lines.get(first).map_or(0, |(start, _)| *start);
        let around = self.around(start, start + text.len());
        let is_one = read(collector, text, &around);
        if is_one {
            self.at = end;
        }
        is_one
    }

    /// The line after the last one from here that is as wanted; a fence ends it.
    fn while_lines(&mut self, first: usize, is: impl Fn(&str) -> bool) -> usize {
        const LINES: usize = 2_000;
        if self.budget == 0 {
            return first + 1;
        }
        let rest = self.lines.iter().skip(first + 1).take(LINES);
        let length = rest
            .take_while(|(_, line)| !is_fence(line.trim()) && is(line))
            .count();
        self.spend(length * LINE);
        first + 1 + length
    }

    fn toml_end(&mut self, first: usize) -> usize {
        let mut open = 0_i32;
        let mut end = first;
        if self.budget == 0 {
            return end;
        }
        for (_, line) in self.lines.iter().skip(first).take(20_000) {
            let trimmed = line.trim();
            if is_fence(trimmed) || open <= 0 && !is_toml(trimmed) {
                break;
            }
            let count = |c: char| i32::try_from(trimmed.matches(c).count()).unwrap_or_default();
            open += count('[') + count('{') - count(']') - count('}');
            end += 1;
        }
        self.spend((end - first) * LINE);
        end
    }

    fn slice(&self, first: usize, end: usize) -> &'a str {
        let from = self
            .lines
            .get(first)
            .map_or(self.text.len(), |(start, line)| {
                start - (self.indent(*start, line))
            });
        let to = self
            .lines
            .get(end)
            .map_or(self.text.len(), |(start, line)| {
                start - (self.indent(*start, line))
            });
        self.text.get(from..to).unwrap_or_default()
    }

    /// Offsets are of what a line begins with; its indentation stands before.
    fn indent(&self, start: usize, line: &str) -> usize {
        (line.len() - line.trim_start().len()).min(start)
    }

    /// Where the block of a document without an end stops: at a fence, or at a line that goes on at the left after an empty one.
    fn block_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let mut end = 0;
        let mut after_empty = false;
        for line in rest.split_inclusive('\n') {
            let begins = !line.starts_with([' ', '\t', '}', ']', '{', '"', '/', '\n']);
            if is_fence(line.trim()) || end > 0 && after_empty && begins {
                break;
            }
            after_empty = line.trim().is_empty();
            end += line.len();
        }
        start + end
    }

    /// What stands around a piece: it may name the client.
    fn around(&self, start: usize, end: usize) -> String {
        const AROUND: usize = 600;
        let mut from = start.saturating_sub(AROUND);
        let mut to = (end + AROUND / 2).min(self.text.len());
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        while !self.text.is_char_boundary(to) {
            to += 1;
        }
        let before = self.text.get(from..start).unwrap_or_default();
        format!("{before}\n{}", self.text.get(end..to).unwrap_or_default())
    }

    fn skip_to(&mut self, end: usize) {
        while self
            .lines
            .get(self.at)
            .is_some_and(|(start, _)| *start < end)
        {
            self.at += 1;
        }
    }

    /// A `curl` command goes on after a backslash.
    fn joined(&mut self, line: &'a str) -> Cow<'a, str> {
        if curl(line.trim()).is_none() {
            return Cow::Borrowed(line);
        }
        // `^"` is how cmd.exe writes a quotation mark.
        let whole = self.joined_command(line);
        Cow::Owned(if whole.contains("^\"") {
            whole.replace("^\\^\"", "\\\"").replace("^\"", "\"")
        } else {
            whole
        })
    }

    fn joined_command(&mut self, line: &str) -> String {
        let mut whole = line.to_owned();
        // A quotation that is open goes on in the next line too.
        let open = |text: &str| text.matches('\'').count() % 2 == 1 && text.len() < 16_000;
        while whole.trim_end().ends_with(['\\', '^', '`']) || open(&whole) {
            let continued = whole.trim_end().ends_with(['\\', '^', '`']);
            let Some(next) = self.line(self.at).filter(|next| !is_fence(next.trim())) else {
                break;
            };
            if continued {
                whole.truncate(whole.trim_end().len() - 1);
            } else {
                whole.push('\n');
            }
            whole.push_str(next);
            self.at += 1;
        }
        whole
    }
}

/// Reads one line that stands for itself.
pub fn line(collector: &mut Collector, line: &str) {
    const SHORTEST: usize = 4;
    if line.len() < SHORTEST {
        return collector.text(line);
    }
    let line = line.trim_start_matches("**").trim_end_matches("**").trim();
    // A command, the frame of a folded part, and a link to an encyclopedia say nothing of what failed.
    let is_command = prompted(line).len() < line.len()
        && !(line.starts_with('#') && log_line::tells_failure(line));
    if is_command
        || line.starts_with("<details")
        || line.starts_with("</details")
        || line.starts_with("For more information check:")
    {
        return;
    }
    if log_line::read(collector, line)
        || log::read(collector, line)
        || url::read(collector, line)
        || credential(collector, line)
    {
        return;
    }
    match log_line::leveled(line) {
        Some((warns, said)) => {
            collector.note_once(Kind::Log, "A log with a level in each line.");
            if warns || log_line::tells_failure(said) {
                collector.text(line);
            }
        }
        None => collector.text(line),
    }
}

/// A row of the network panel's table names the last part of an address only.
fn table_row(collector: &mut Collector, name: &str, outcome: Result<u16, String>) {
    collector.note_once(
        Kind::Log,
        "Rows of a browser's network panel: names and statuses.",
    );
    let name = name.trim_start_matches('/');
    let last = name
        .split('?')
        .next()
        .unwrap_or(name)
        .rsplit('/')
        .next()
        .unwrap_or(name);
    let (method, url) = match last {
        "register" | "registration" => ("POST", REGISTER.to_owned()),
        "token" => ("POST", TOKEN.to_owned()),
        "mcp" | "sse" => ("POST", MCP.to_owned()),
        "oauth-authorization-server" | "oauth-protected-resource" | "openid-configuration"
            if !name.contains("://") =>
        {
            ("GET", format!("/.well-known/{last}"))
        }
        _ if name.contains("://") => ("GET", name.to_owned()),
        _ => ("GET", format!("/{name}")),
    };
    match outcome {
        Ok(status) => collector.exchange(log_line::answered(
            method,
            &url,
            status,
            Headers::new(),
            None,
        )),
        Err(message) => collector.exchange(Exchange {
            request: Request {
                method: method.to_owned(),
                url,
                ..Request::default()
            },
            failure: Some(Failure {
                kind: FailureKind::of(&message),
                message,
            }),
            ..Exchange::default()
        }),
    }
}

fn viewed(view: captures::View, body: Option<String>) -> Exchange {
    let has_headers = !view.received.is_empty();
    Exchange {
        request: Request {
            method: view.method.unwrap_or_else(|| "GET".to_owned()),
            url: view.url.unwrap_or_default(),
            headers: view.sent,
            body: None,
        },
        response: Some(Response {
            status: view.status.unwrap_or_default(),
            headers: view.received,
            headers_partial: !has_headers,
            body_partial: body.is_none(),
            body,
            final_url: None,
        }),
        ..Exchange::default()
    }
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let at = start;
            start += line.len() + 1;
            (
                at + (line.len() - line.trim_start().len()),
                line.trim_end_matches('\r'),
            )
        })
        .collect()
}

/// Where a document that starts here ends.
fn balanced(text: &str, start: usize, budget: &mut usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate().skip(start) {
        *budget = budget.checked_sub(1)?;
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_toml_list(line: &str) -> bool {
    let line = line.trim_start();
    [
        "[mcp_servers",
        "[mcpServers",
        "[mcp.servers",
        "[mcp-servers",
        "[[mcp_servers",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

fn is_toml(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || line.starts_with('[') && line.ends_with(']')
        || is_toml_list(line)
        || (!line.starts_with('[')
            && line
                .split_once('=')
                .is_some_and(|(key, _)| !key.trim().contains(' ')))
}

/// Members that hold servers in YAML, at the left.
fn is_yaml_list(line: &str) -> bool {
    let (name, rest) = line.split_once(':').unwrap_or((line, "x"));
    let rest = rest.trim();
    let alone = rest.is_empty() || rest.starts_with('#');
    alone
        && matches!(
            name,
            "mcpServers"
                | "mcp_servers"
                | "extensions"
                | "spring"
                | "servers"
                | "context_servers"
                | "quarkus"
                | "mcp"
        )
}

/// A line of YAML at the left: a member, an item, a comment.
fn is_yaml(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    let member = name.len() < line.len()
        && !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.$".contains(&byte))
        && line
            .get(name.len() + 1..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(' '))
        && !name.ends_with("Error")
        && !name.ends_with("Exception");
    line.is_empty() || line.starts_with('#') || line.starts_with("- ") || line == "---" || member
}

fn is_response_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-")
        || matches!(
            name.as_str(),
            // `mcp-remote:` is a program that says something.
            "mcp-session-id"
                | "mcp-protocol-version"
                | "www-authenticate"
                | "x-amzn-remapped-www-authenticate"
                | "location"
                | "content-type"
                | "server"
                | "cf-ray"
                | "cf-mitigated"
                | "allow"
                | "retry-after"
                | "date"
                | "content-length"
        )
}

/// A token on a line of its own, perhaps with its header; whether it was one.
fn credential(collector: &mut Collector, line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let bare = match lower.find("bearer ") {
        Some(at) if at < 20 => line.get(at + 7..).unwrap_or_default().trim(),
        _ => line,
    };
    let bare = bare.trim_matches(['"', '\'', ',']);
    if bare.contains(char::is_whitespace) {
        return false;
    }
    if let Some(claims) = jwt::read(bare).filter(|_| bare.starts_with("ey")) {
        let piece = collector.note(
            Kind::Jwt,
            "A JWT; its claims are read without trusting them, and it is sent nowhere.",
        );
        let scope = claims.scope.as_ref().map(|scope| scope.join(" "));
        let aud = claims.aud.join(" ");
        let exp = claims.exp.map(|exp| exp.to_string());
        for (name, value, meaning) in [
            ("iss", claims.iss.as_deref(), "Who issued it."),
            (
                "aud",
                Some(aud.as_str()).filter(|aud| !aud.is_empty()),
                "Which server it is for.",
            ),
            ("scope", scope.as_deref(), "What it allows."),
            (
                "exp",
                exp.as_deref(),
                "When it expires, in seconds since 1970.",
            ),
            (
                "client_id",
                claims.client_id.as_deref(),
                "Which client it was issued to.",
            ),
        ] {
            if value.is_some() {
                piece.parts.push(part(name, value, meaning));
            }
        }
        collector.exchange(Exchange {
            request: Request {
                method: "POST".to_owned(),
                url: MCP.to_owned(),
                headers: Headers::new().with("Authorization", format!("Bearer {bare}")),
                body: None,
            },
            ..Exchange::default()
        });
        return true;
    }
    if bare.starts_with("ey") && bare.split('.').count() == 5 {
        collector.note(Kind::Jwt, "An encrypted token (JWE): only the authorization server can read it. Where a server wants a JWT, the request lacked audience or resource.");
        return true;
    }
    let Some(owner) = owner(bare).filter(|_| bare.len() > 15) else {
        return false;
    };
    let piece = collector.note(Kind::Secret, format!("A token of the provider {owner}."));
    piece.notes.push(
        "It was thrown away. Whoever has seen it can use it: revoke it where it was made."
            .to_owned(),
    );
    true
}
