//! Cuts a text into its pieces, line by line, in linear time.

use super::Kind;
use super::collect::{Collector, MCP, part};
use super::http_text::{Draft, Took, field};
use super::shell::curl;
use super::{config, document, log, log_line, url};
use crate::error::Misuse;
use crate::http::{Exchange, Headers, Request};
use crate::secret::owner;
use crate::wire::{json, jwt};

/// Reads a text of several pieces.
///
/// # Errors
/// Where a piece is a HAR or evidence of ours, and broken.
pub fn read(collector: &mut Collector, text: &str) -> Result<(), Misuse> {
    let lines = lines(text);
    let has_toml = lines
        .iter()
        .any(|(_, line)| line.trim_start().starts_with("[mcp_servers."));
    let mut draft = Draft::default();
    // Looking for the end of a document that has none must not be paid for again and again.
    let mut budget = text.len().saturating_mul(3);
    let mut at = 0;
    while let Some(&(start, line)) = lines.get(at) {
        at += 1;
        let trimmed = line.trim();
        let starts_document = trimmed.starts_with('{') && draft.is_empty();
        if starts_document && let Some(end) = balanced(text, start, &mut budget) {
            let piece = text.get(start..end).unwrap_or_default();
            let value = json::read_value(piece)
                .or_else(|_| json::read_value(&config::without_comments(piece)));
            if let Ok((value, _)) = value {
                let address = collector.last_address.take();
                document::read(collector, &value, piece, address.as_deref())?;
                while lines.get(at).is_some_and(|(start, _)| *start < end) {
                    at += 1;
                }
                continue;
            }
        }
        let first = at - 1;
        match draft.take(&joined(line, &lines, &mut at)) {
            Took::Yes => continue,
            Took::Next => {
                std::mem::take(&mut draft).finish(collector)?;
                at = first;
                continue;
            }
            Took::No => {}
        }
        if trimmed.is_empty() || trimmed.starts_with("```") {
            std::mem::take(&mut draft).finish(collector)?;
            continue;
        }
        if let Some((name, value)) = field(trimmed)
            && is_response_header(name)
        {
            draft.header(name, value);
            continue;
        }
        std::mem::take(&mut draft).finish(collector)?;
        if trimmed.starts_with("[mcp_servers.") {
            let end = lines
                .iter()
                .skip(at)
                .position(|(_, line)| !is_toml(line.trim()));
            let end = end.map_or(lines.len(), |more| at + more);
            let table: Vec<&str> = lines
                .get(at - 1..end)
                .unwrap_or_default()
                .iter()
                .map(|(_, line)| line.trim())
                .collect();
            config::read_toml(collector, &table);
            at = end;
        } else if has_toml && is_toml(trimmed) {
            // The rest of a configuration, which says nothing of servers.
        } else if !log_line::read(collector, trimmed)
            && !log::read(collector, trimmed)
            && !url::read(collector, trimmed)
            && !credential(collector, trimmed)
        {
            collector.text(trimmed);
        }
    }
    draft.finish(collector)
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

/// A `curl` command goes on after a backslash.
fn joined(line: &str, lines: &[(usize, &str)], at: &mut usize) -> String {
    let mut whole = line.to_owned();
    if curl(line.trim()).is_none() {
        return whole;
    }
    while whole.trim_end().ends_with(['\\', '^', '`'])
        && let Some((_, next)) = lines.get(*at)
    {
        whole.truncate(whole.trim_end().len() - 1);
        whole.push_str(next);
        *at += 1;
    }
    whole
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

fn is_toml(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || line.starts_with("[mcp_servers.")
        || line.starts_with('[') && line.ends_with(']')
        || (!line.starts_with('[')
            && line
                .split_once('=')
                .is_some_and(|(key, _)| !key.trim().contains(' ')))
}

fn is_response_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-")
        || name.starts_with("mcp-")
        || matches!(
            name.as_str(),
            "www-authenticate"
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
                "When it ends, in seconds since 1970.",
            ),
            (
                "client_id",
                claims.client_id.as_deref(),
                "Which client it was issued to.",
            ),
        ] {
            piece.parts.push(part(name, value, meaning));
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
