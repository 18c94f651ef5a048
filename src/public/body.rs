//! Bodies and header fields: by what they are, then each part as its name tells.

use super::names::{self, Kind};
use super::{Screen, is_hidden_already, words};
use crate::http::Headers;
use crate::secret::withheld;

impl Screen {
    /// A body, by its looks: what it says of itself may be wrong.
    pub fn body(&mut self, text: &str) -> String {
        let trimmed = text.trim_start_matches('\u{feff}').trim_start();
        if withheld::mark(trimmed).is_none() && trimmed.starts_with(['{', '[', '"']) {
            return self.json(text);
        }
        if trimmed.starts_with('<') {
            return self.page(text);
        }
        if trimmed.starts_with("--") && text.to_ascii_lowercase().contains("content-disposition") {
            return self.parts(text);
        }
        if is_events(trimmed) {
            return self.events(text);
        }
        if is_form(trimmed) {
            return self.form(text);
        }
        self.words(text)
    }

    /// Server-sent events: the data of each is a document.
    fn events(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("data:") {
                Some(data) => {
                    out.push_str("data:");
                    let shown = self.body(data);
                    out.push_str(&shown);
                }
                None => out.push_str(&self.words(line)),
            }
        }
        out
    }

    /// `multipart/form-data` (RFC 7578): the names stay; of the contents what is public.
    fn parts(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut name, mut in_head) = (String::new(), false);
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            if bare.starts_with("--") {
                (name, in_head) = (String::new(), true);
                out.push_str("--");
                out.push_str(&self.withhold(bare.trim_matches('-')));
            } else if in_head && bare.is_empty() {
                in_head = false;
            } else if in_head {
                if let Some((_, rest)) = bare.split_once("name=\"") {
                    rest.split('"')
                        .next()
                        .unwrap_or_default()
                        .clone_into(&mut name);
                }
                out.push_str(&self.words(bare));
            } else {
                out.push_str(&self.parameter(&name, bare));
            }
            out.push_str(line.get(bare.len()..).unwrap_or_default());
        }
        out
    }

    /// Header fields of a request or an answer.
    pub fn headers(&mut self, headers: &Headers) -> Headers {
        headers
            .iter()
            .map(|(name, value)| {
                let shown = self.header(&name.to_ascii_lowercase(), value);
                (self.name(name), shown)
            })
            .collect()
    }

    fn header(&mut self, name: &str, value: &str) -> String {
        match name {
            "authorization" | "proxy-authorization" => self.credential(value),
            "cookie" | "set-cookie" => self.cookies(value),
            ":path" => self.address(value),
            "link" | "refresh" => self.words(value),
            name if names::is_challenge(name) => self.challenge(value),
            name => match names::header(name) {
                Some(Kind::Address) if !value.contains("://") && !value.starts_with('/') => {
                    self.words(value)
                }
                None if self.is_sending && may_be_credential(name, value) => {
                    self.withhold_secret(value)
                }
                kind => self.value(kind, value),
            },
        }
    }

    /// Cookies as one; each value is a secret of its own.
    fn cookies(&mut self, value: &str) -> String {
        for (_, one) in value.split(';').filter_map(|pair| pair.split_once('=')) {
            if !words::is_plain(one) {
                self.withhold_secret(one.trim());
            }
        }
        self.withhold(value)
    }

    /// A credential: its scheme, where that is one, and the shape of the rest. What was added by mistake (a second `Bearer`, quotes, a
    /// placeholder) stays.
    fn credential(&mut self, value: &str) -> String {
        let trimmed = value.trim_start();
        let gap = value.len() - trimmed.len();
        let end = trimmed.find([' ', ':']).unwrap_or(trimmed.len());
        let (word, rest) = trimmed.split_at(end);
        if names::is_scheme(word.trim_matches(['"', '\''])) {
            let spaces = rest.len() - rest.trim_start_matches([' ', ':']).len();
            let (spaces, secret) = rest.split_at(spaces);
            let shown = if secret.contains(' ') {
                self.credential(secret)
            } else {
                self.withhold_secret(secret)
            };
            return format!(
                "{}{word}{spaces}{shown}",
                value.get(..gap).unwrap_or_default()
            );
        }
        if is_hidden_already(value) {
            return value.to_owned();
        }
        self.withhold_secret(value)
    }
}

fn is_events(text: &str) -> bool {
    ["data:", "event:", "id:", ":", "retry:"]
        .iter()
        .any(|start| text.starts_with(start))
        && text.contains("data:")
}

fn is_form(text: &str) -> bool {
    let first = text.split('&').next().unwrap_or_default();
    let Some((name, _)) = first.split_once('=') else {
        return false;
    };
    !text.trim_end().contains(['\n', ' ', '\t']) && !name.is_empty() && !name.contains("://")
        || text.contains('&')
            && !text.contains('\n')
            && !name.contains(' ')
            && text.split('&').all(|pair| pair.contains('='))
}

/// Whether a header field that no specification knows may carry a key: every service has a name of its own for that. What addresses,
/// hosts and media types say stands elsewhere in its own right.
fn may_be_credential(name: &str, value: &str) -> bool {
    const OF_PROTOCOL: [&str; 5] = ["access-control-", "sec-", "if-", "mcp-param-", ":"];
    const PUBLIC: [&str; 4] = ["application/", "text/", "image/", "http"];
    let is_of_protocol = OF_PROTOCOL.iter().any(|start| name.starts_with(start));
    let is_public = PUBLIC.iter().any(|start| value.starts_with(start));
    let is_about_host = name.contains("host") || name.contains("forwarded");
    !is_of_protocol && !is_public && !is_about_host
}
