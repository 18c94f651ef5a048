//! JSON-RPC messages in answers: as JSON, or as events of a stream (MCP, Streamable HTTP). An error has a number and a message.

use super::json;
use crate::http::Response;
use serde_json::Value;

/// By these a server of 2026-07-28 refuses the form of a request, not its sender (Streamable HTTP, Server Validation).
pub const FORM_ERRORS: [i64; 3] = [-32020, -32021, -32022];
/// The server does not have the method (JSON-RPC 2.0 §5.1).
const METHOD_NOT_FOUND: i64 = -32601;

/// What an answer says to the request that it answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// A message that is not an error, or a list of messages.
    Message,
    /// A JSON-RPC error.
    Error {
        /// `code`; nothing where it has none.
        code: Option<i64>,
        /// `message`; empty where it has none.
        message: String,
    },
    /// The whole body is empty.
    Empty,
    /// The whole body is something else: a page, plain text, or JSON of another kind.
    Other,
    /// Not seen, or not far enough.
    Unseen,
}

impl Reply {
    /// Whether it refuses the handshake of another revision: the client goes on with its own.
    #[must_use]
    pub fn is_of_another_revision(&self) -> bool {
        matches!(self, Self::Error { code: Some(code), .. } if *code == METHOD_NOT_FOUND || FORM_ERRORS.contains(code))
    }
}

/// Reads an answer.
#[must_use]
pub fn reply(response: &Response) -> Reply {
    let Some(body) = response.body.as_deref() else {
        return Reply::Unseen;
    };
    match message(response) {
        Some(Value::Array(messages)) if messages.iter().any(is_message) => Reply::Message,
        Some(one) if is_message(&one) => match one.get("error") {
            Some(error) if one.get("result").is_none() => Reply::Error {
                code: error.get("code").and_then(Value::as_i64),
                message: error
                    .get("message")
                    .or(Some(error))
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
            },
            _ => Reply::Message,
        },
        // The first event of the older transport names the address of messages (MCP 2024-11-05, HTTP with SSE).
        _ if is_stream(response) && body.contains("event:") => Reply::Message,
        _ if response.body_partial => Reply::Unseen,
        None if is_elided_result(body) => Reply::Message,
        _ if is_stream(response) => Reply::Unseen,
        _ if body.trim().is_empty() && is_empty(response) => Reply::Empty,
        Some(_) => Reply::Other,
        // Text without a type, or JSON that a log shortened, may have been a message.
        None if response.media_type().is_none() || is_shortened(body) => Reply::Unseen,
        None if body.trim().is_empty() => Reply::Unseen,
        None => Reply::Other,
    }
}

/// The JSON-RPC message of an answer. In a stream other messages may come before it (MCP 2025-11-25, Streamable HTTP); where it was
/// not read that far, the first of those.
#[must_use]
pub fn message(response: &Response) -> Option<Value> {
    let body = response.body.as_deref()?;
    let read = |text: &str| json::read_value(text).ok().map(|(value, _)| value);
    if !is_stream(response) {
        return read(body);
    }
    let mut messages: Vec<Value> = events(body).iter().filter_map(|data| read(data)).collect();
    let answers = |one: &Value| one.get("result").or_else(|| one.get("error")).is_some();
    let at = messages.iter().position(answers).unwrap_or(0);
    (at < messages.len()).then(|| messages.swap_remove(at))
}

/// A capture may have left `jsonrpc` out; an `id` alone is that of many other documents.
fn is_message(value: &Value) -> bool {
    ["jsonrpc", "result", "method", "error"]
        .iter()
        .any(|name| value.get(name).is_some())
}

/// Whether text that is not JSON has been more of a message once.
fn is_shortened(body: &str) -> bool {
    ["\"result\"", "\"error\"", "\"method\"", "...", "…"]
        .iter()
        .any(|sign| body.contains(sign))
}

/// Whether a person left out what is in the result, as `{"jsonrpc":"2.0","id":1,"result":{...}}`.
fn is_elided_result(body: &str) -> bool {
    let has = |sign: &str| body.contains(sign);
    has("\"jsonrpc\"") && has("\"result\"") && (has("...") || has("…")) && body.ends_with('}')
}

fn is_stream(response: &Response) -> bool {
    let begins = ["event:", "data:", "id:"];
    match response.media_type() {
        Some(media_type) => media_type == "text/event-stream",
        None => (response.body.as_deref())
            .is_some_and(|body| begins.iter().any(|begin| body.starts_with(begin))),
    }
}

/// Whether there was no body; a capture may have dropped the one that the header announces.
fn is_empty(response: &Response) -> bool {
    let announced = response.headers.get("content-length");
    response.status == 204 || announced.is_none_or(|length| length == "0")
}

/// The data of each event (HTML, server-sent events).
fn events(stream: &str) -> Vec<String> {
    let mut events = vec![String::new()];
    for line in stream.lines() {
        if line.is_empty() {
            events.push(String::new());
        } else if let (Some(data), Some(event)) = (line.strip_prefix("data:"), events.last_mut()) {
            event.push_str(data);
            event.push('\n');
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::{Reply, message, reply};
    use crate::http::{Headers, Response};

    fn answer(media_type: &str, body: &str) -> Response {
        Response {
            status: 200,
            headers: Headers::new().with("Content-Type", media_type),
            body: Some(body.to_owned()),
            ..Response::default()
        }
    }

    #[test]
    fn a_message_is_told_from_whatever_else_answers_with_success() {
        let json = |body| reply(&answer("application/json", body));
        assert_eq!(
            json(r#"{"jsonrpc":"2.0","id":1,"result":{}}"#),
            Reply::Message
        );
        assert_eq!(
            json(r#"[{"jsonrpc":"2.0","id":1,"result":{}}]"#),
            Reply::Message
        );
        for other in [
            "{}",
            "null",
            "[]",
            r#"{"status":"ok"}"#,
            r#"{"id":7,"name":"x"}"#,
            "<html></html>",
            "OK",
        ] {
            assert_eq!(json(other), Reply::Other, "{other}");
        }
        assert_eq!(json(r#"{"jsonrpc":"2.0","id":1,"resu"#), Reply::Other);
        assert_eq!(
            json(r#"{"jsonrpc":"2.0","id":1,"result":{"pro"#),
            Reply::Unseen
        );
        assert_eq!(json(""), Reply::Empty);
        assert_eq!(
            json(r#"{"jsonrpc":"2.0","id":1,"result":{...}}"#),
            Reply::Message
        );
    }

    #[test]
    fn an_error_has_its_number_and_its_message() {
        let body =
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"database is locked"}}"#;
        let error = Reply::Error {
            code: Some(-32603),
            message: "database is locked".to_owned(),
        };
        assert_eq!(reply(&answer("application/json", body)), error);
        assert_eq!(
            reply(&answer("text/event-stream", &format!("data: {body}\n\n"))),
            error
        );
    }

    #[test]
    fn a_body_that_a_capture_dropped_is_unseen() {
        let mut response = answer("application/json", "");
        response.headers.push("Content-Length", "77");
        assert_eq!(reply(&response), Reply::Unseen);
        let dropped = Response {
            body: None,
            ..response
        };
        assert_eq!(reply(&dropped), Reply::Unseen);
    }

    #[test]
    fn a_stream_that_has_said_nothing_yet_is_unseen() {
        assert_eq!(
            reply(&answer("text/event-stream", ": ping\n\n")),
            Reply::Unseen
        );
        let endpoint = "event: endpoint\ndata: /messages?sessionId=1\n\n";
        assert_eq!(
            reply(&answer("text/event-stream", endpoint)),
            Reply::Message
        );
    }

    #[test]
    fn of_a_stream_the_answer_is_read_although_other_messages_come_before() {
        let body = "id: 0\r\ndata:\r\n\r\ndata: {\"method\":\"notifications/message\"}\r\n\r\ndata: {\"id\":1,\r\ndata: \"result\":{}}\r\n\r\n";
        assert_eq!(
            message(&answer("text/event-stream", body)).unwrap()["id"],
            1
        );
    }
}
