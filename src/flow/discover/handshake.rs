//! The MCP handshake as requests: what is sent to see whether a credential is wanted, and to prove one. No tool is ever called.

use crate::flow::moved;
use crate::http::{Exchange, Headers, Request};
use crate::plain;
use crate::spec::Revision;
use crate::wire::rpc::{self, FORM_ERRORS, Reply};
use serde_json::{Value, json};

const NAME: &str = env!("CARGO_PKG_NAME");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How the two ends talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `initialize` and a session, until 2025-11-25.
    Session,
    /// Stateless: version and capabilities in each request, from 2026-07-28 on.
    Stateless,
}

impl Dialect {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Session => Self::Stateless,
            Self::Stateless => Self::Session,
        }
    }
}

/// The one to begin with.
#[must_use]
pub fn dialect_of(revision: Option<Revision>) -> Dialect {
    match revision {
        Some(revision) if revision >= Revision::V2026_07_28 => Dialect::Stateless,
        _ => Dialect::Session,
    }
}

/// The first request: `initialize`, or its successor `server/discover`.
#[must_use]
pub fn first(server: &str, dialect: Dialect) -> Request {
    match dialect {
        Dialect::Session => message(
            server,
            dialect,
            "initialize",
            json!({
                "protocolVersion": Revision::V2025_11_25.as_str(),
                "capabilities": {},
                "clientInfo": { "name": NAME, "version": VERSION },
            }),
        ),
        Dialect::Stateless => message(server, dialect, "server/discover", json!({})),
    }
}

/// Follows the answer to the first request to where the endpoint is: its address, and its own answer.
///
/// # Errors
/// Those of `send`.
pub fn followed<E>(
    server: &str,
    first_answer: Exchange,
    dialect: Dialect,
    send: &mut dyn FnMut(Request) -> Result<Exchange, E>,
) -> Result<(String, Exchange), E> {
    moved::followed(server, first_answer, &mut |to| send(first(to, dialect)))
}

/// Asks for the list of tools, which a server may protect although the first request is public.
#[must_use]
pub fn list_tools(server: &str, dialect: Dialect, session: &Session) -> Request {
    session.mark(message(server, dialect, "tools/list", json!({})))
}

/// Tells the server that the handshake is over (until 2025-11-25).
#[must_use]
pub fn initialized(server: &str, session: &Session) -> Request {
    let mut request = session.mark(message(
        server,
        Dialect::Session,
        "notifications/initialized",
        json!({}),
    ));
    request.body = Some(plain::text(
        &json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
    ));
    request
}

/// Ends the session that we opened (until 2025-11-25, Session Management).
#[must_use]
pub fn end_session(server: &str, session: &Session) -> Option<Request> {
    session.id.as_ref()?;
    Some(session.mark(Request {
        method: "DELETE".to_owned(),
        url: server.to_owned(),
        headers: Headers::new(),
        body: None,
    }))
}

/// Asks for the event stream of the HTTP+SSE transport (2024-11-05), where POST is not known.
#[must_use]
pub fn event_stream(server: &str) -> Request {
    Request {
        method: "GET".to_owned(),
        url: server.to_owned(),
        headers: Headers::new().with("Accept", "text/event-stream"),
        body: None,
    }
}

/// What the answer to `initialize` fixed for the requests after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// `Mcp-Session-Id`.
    id: Option<String>,
    /// The version that the server chose.
    pub version: Option<String>,
}

impl Session {
    /// Reads the answer to the first request.
    #[must_use]
    pub fn of(exchange: &Exchange) -> Self {
        let Some(response) = &exchange.response else {
            return Self::default();
        };
        Self {
            id: response.headers.get("mcp-session-id"),
            version: rpc::message(response)
                .as_ref()
                .and_then(|message| message.pointer("/result/protocolVersion"))
                .and_then(Value::as_str)
                .map(str::to_owned),
        }
    }

    fn mark(&self, mut request: Request) -> Request {
        if let Some(id) = &self.id {
            request.headers.push("Mcp-Session-Id", id);
        }
        if let Some(version) = &self.version
            && !request.headers.has("mcp-protocol-version")
        {
            request.headers.push("MCP-Protocol-Version", version);
        }
        request
    }
}

/// Whether the server refused the form of the request: it speaks only the other dialect.
#[must_use]
pub fn wants_other_dialect(exchange: &Exchange) -> bool {
    let said = exchange.response.as_ref().map(rpc::reply);
    exchange.status() == 400
        && matches!(said, Some(Reply::Error { code: Some(code), .. }) if FORM_ERRORS.contains(&code))
}

fn message(server: &str, dialect: Dialect, method: &str, mut params: Value) -> Request {
    let version = Revision::V2026_07_28.as_str();
    if dialect == Dialect::Stateless
        && let Some(params) = params.as_object_mut()
    {
        params.insert(
            "_meta".to_owned(),
            json!({
                "io.modelcontextprotocol/protocolVersion": version,
                "io.modelcontextprotocol/clientCapabilities": {},
                "io.modelcontextprotocol/clientInfo": { "name": NAME, "version": VERSION },
            }),
        );
    }
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let mut headers = Headers::new()
        .with("Accept", "application/json, text/event-stream")
        .with("Content-Type", "application/json");
    if dialect == Dialect::Stateless {
        headers.push("MCP-Protocol-Version", version);
        headers.push("Mcp-Method", method);
    }
    Request {
        method: "POST".to_owned(),
        url: server.to_owned(),
        headers,
        body: Some(plain::text(&body)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Session, first, list_tools, wants_other_dialect};
    use crate::http::{Exchange, Headers, Response};

    fn answered(status: u16, headers: Headers, body: &str) -> Exchange {
        Exchange {
            response: Some(Response {
                status,
                headers,
                body: Some(body.to_owned()),
                ..Response::default()
            }),
            ..Exchange::default()
        }
    }

    #[test]
    fn a_session_is_carried_on() {
        let answer = answered(
            200,
            Headers::new().with("Mcp-Session-Id", "s1"),
            r#"{"result":{"protocolVersion":"2025-06-18"}}"#,
        );
        let request = list_tools("https://h/mcp", Dialect::Session, &Session::of(&answer));
        assert_eq!(request.headers.get("mcp-session-id").as_deref(), Some("s1"));
        assert_eq!(
            request.headers.get("mcp-protocol-version").as_deref(),
            Some("2025-06-18")
        );
    }

    #[test]
    fn a_server_of_the_stateless_dialect_is_recognised() {
        let answer = answered(400, Headers::new(), r#"{"error":{"code":-32020}}"#);
        assert!(wants_other_dialect(&answer));
        let request = first("https://h/mcp", Dialect::Stateless);
        assert_eq!(
            request.headers.get("mcp-method").as_deref(),
            Some("server/discover")
        );
    }
}
