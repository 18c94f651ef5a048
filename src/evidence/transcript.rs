//! Evidence as a person writes it: the notation of the examples in rules, of tests and of the reference.
//!
//! ```text
//! server: https://mcp.example.com/mcp
//! symptom: what the client said
//! > POST https://mcp.example.com/mcp
//! > Accept: application/json
//! > {"method":"initialize"}
//! < 401
//! < WWW-Authenticate: Bearer
//! < the body, as many lines as there are
//! ```
//!
//! Lines that begin with `| ` are a client's configuration, read as if it were pasted; what stands around it says whose it is:
//! `configuration of: VS Code`.
//!
//! `< ...` says that only a part of the body was seen, `< ~` that headers may be missing from the capture, and `! kind message` stands
//! where no answer came ([`FailureKind`]). Without a body line the body is empty.

use super::{Evidence, Vantage, import};
use crate::error::Misuse;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::plain;
use crate::spec::Revision;

/// Reads the notation.
///
/// # Errors
/// Names the line that is none of the forms above.
pub fn read(text: &str) -> Result<Evidence, Misuse> {
    let mut evidence = Evidence::default();
    let mut configuration = String::new();
    let mut of = String::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if let Some(part) = line.strip_prefix("| ") {
            configuration.push_str(part);
            configuration.push('\n');
            continue;
        }
        let line = line.trim_end();
        if let Some(client) = line.strip_prefix("configuration of: ") {
            client.clone_into(&mut of);
            continue;
        }
        if line.is_empty() {
            continue;
        }
        take(&mut evidence, line).ok_or_else(|| {
            Misuse::argument(
                format!("transcript, line {}", at + 1),
                "`> METHOD URL`, `> Name: value`, `< STATUS`, `< Name: value`, a body line, `! kind message` or `server: URL`",
                line,
            )
        })?;
    }
    if !configuration.is_empty() {
        let pasted = format!("{of}\n```\n{configuration}```\n");
        let read = import::read(&pasted)?.evidence;
        evidence.configurations = read.configurations;
        evidence.server = evidence.server.or(read.server);
    }
    Ok(evidence)
}

fn take(evidence: &mut Evidence, line: &str) -> Option<()> {
    if let Some(sent) = line.strip_prefix('>') {
        return sent_line(evidence, sent.trim());
    }
    if let Some(received) = line.strip_prefix('<') {
        return received_line(evidence.exchanges.last_mut()?, received.trim());
    }
    if let Some(failure) = line.strip_prefix('!') {
        let (kind, message) = failure
            .trim()
            .split_once(' ')
            .unwrap_or((failure.trim(), ""));
        evidence.exchanges.last_mut()?.failure = Some(Failure {
            kind: failure_kind(kind)?,
            message: message.to_owned(),
        });
        return Some(());
    }
    let (name, value) = line.split_once(": ")?;
    match name {
        "server" => evidence.server = Some(value.to_owned()),
        "symptom" => evidence.symptom = Some(value.to_owned()),
        "revision" => evidence.revision = Some(Revision::exact(value)?),
        "now" => evidence.now = Some(value.parse().ok()?),
        "seen from" => {
            evidence.seen_from = Some(match value {
                "browser" => Vantage::Browser,
                "process" => Vantage::Process,
                _ => return None,
            });
        }
        _ => return None,
    }
    Some(())
}

fn sent_line(evidence: &mut Evidence, line: &str) -> Option<()> {
    let words: Vec<&str> = line.split(' ').collect();
    if let [method, url] = words.as_slice()
        && method.bytes().all(|byte| byte.is_ascii_uppercase())
        && (url.contains("://") || url.starts_with('/'))
    {
        evidence.exchanges.push(Exchange {
            request: Request {
                method: (*method).to_owned(),
                url: (*url).to_owned(),
                ..Request::default()
            },
            ..Exchange::default()
        });
        return Some(());
    }
    let request = &mut evidence.exchanges.last_mut()?.request;
    header_or_body(&mut request.headers, &mut request.body, line);
    Some(())
}

fn received_line(exchange: &mut Exchange, line: &str) -> Option<()> {
    let Some(response) = &mut exchange.response else {
        exchange.response = Some(Response {
            status: line.split(' ').next()?.parse().ok()?,
            body: Some(String::new()),
            ..Response::default()
        });
        return Some(());
    };
    match line {
        "..." => response.body_partial = true,
        "~" => response.headers_partial = true,
        _ => {
            let mut body = response.body.take().filter(|body| !body.is_empty());
            header_or_body(&mut response.headers, &mut body, line);
            response.body = body.or_else(|| Some(String::new()));
        }
    }
    Some(())
}

fn header_or_body(headers: &mut Headers, body: &mut Option<String>, line: &str) {
    let field = line.split_once(": ").filter(|(name, _)| {
        body.is_none()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    match (field, body) {
        (Some((name, value)), _) => headers.push(name, value),
        (None, Some(body)) => {
            body.push('\n');
            body.push_str(line);
        }
        (None, body @ None) => *body = Some(line.to_owned()),
    }
}

fn failure_kind(name: &str) -> Option<FailureKind> {
    plain::read(serde_json::Value::String(name.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::http::FailureKind;

    #[test]
    fn a_transcript_is_evidence() {
        let evidence = read(
            "server: https://h/mcp
             > POST https://h/mcp
             > Accept: application/json
             > {\"method\":\"initialize\"}
             < 401
             < WWW-Authenticate: Bearer
             < {\"a\": 1,
             < \"b\": 2}
             > GET https://h/x
             ! tls certificate has expired",
        )
        .unwrap();
        let first = &evidence.exchanges[0];
        assert_eq!(
            first.request.headers.get("accept").unwrap(),
            "application/json"
        );
        assert_eq!(first.body(), Some("{\"a\": 1,\n\"b\": 2}"));
        assert_eq!(
            evidence.exchanges[1].failure.as_ref().unwrap().kind,
            FailureKind::Tls
        );
    }

    #[test]
    fn a_line_of_no_form_is_named() {
        assert!(read("hello").unwrap_err().what.contains("line 1"));
    }
}
