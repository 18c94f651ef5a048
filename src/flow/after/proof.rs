//! Whether a credential does what it is for: the same harmless requests with it and without it. No tool is called, and a session that was
//! opened is closed.

use crate::flow::after::access;
use crate::flow::discover::handshake::{self, Dialect, Session};
use crate::flow::host::Host;
use crate::flow::keep::tokens::Tokens;
use crate::flow::outcome::Stop;
use crate::flow::refusal::Refusal;
use crate::flow::token::unreachable;
use crate::http::{Exchange, Headers, Request, Response};
use crate::spec::Revision;
use crate::wire::challenge;
use crate::wire::rpc::{self, Reply};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is known of a credential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The request was refused without the credential and accepted with it.
    Proven,
    /// It was accepted with it and without it: it proves nothing.
    NotEnforced,
    /// It was not tried, or no answer decided it.
    #[default]
    NotTried,
}

/// What came of the pair of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What is known.
    pub status: Status,
    /// How many tools the server listed; nothing where it listed none to us.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<usize>,
    /// The status of the answer that decided nothing, such as 500; 0 where none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undecided: Option<u16>,
}

/// How the server answered.
enum Answered {
    Accepted { tools: Option<usize> },
    Refused(Refusal),
    Unclear(Exchange),
}

/// Tries what a sign-in gave. An answer that decides nothing, such as that of a server that fails, is not a refusal.
///
/// # Errors
/// Where the server refuses the tokens, or the host can't send.
pub fn of_sign_in(host: &Host, tokens: &Tokens, revision: Option<Revision>) -> Result<Proof, Stop> {
    match pair(host, tokens, revision)? {
        (bare, Answered::Accepted { tools }) => Ok(proof(&bare, tools)),
        (_, Answered::Refused(refusal)) => Err(refusal.into()),
        // What is not followed with a token leads no client on.
        (_, Answered::Unclear(exchange)) if is_redirect(&exchange) => Err(not_mcp(&exchange)),
        (_, Answered::Unclear(exchange)) => Ok(Proof {
            undecided: Some(exchange.status()),
            ..Proof::default()
        }),
    }
}

/// Tries a credential that a person brought, which is worth nothing until it was accepted.
///
/// # Errors
/// Where the server does not accept it, or the host can't send.
pub fn of_credential(host: &Host, tokens: &Tokens) -> Result<Proof, Stop> {
    match pair(host, tokens, None)? {
        (bare, Answered::Accepted { tools }) => Ok(proof(&bare, tools)),
        (_, Answered::Refused(refusal)) => Err(refusal.into()),
        (_, Answered::Unclear(exchange)) => Err(not_mcp(&exchange)),
    }
}

fn not_mcp(exchange: &Exchange) -> Stop {
    match &exchange.response {
        None => unreachable(exchange),
        Some(response) => Refusal::NotAnMcpServer {
            status: response.status,
            media_type: response.media_type(),
        },
    }
    .into()
}

fn is_redirect(exchange: &Exchange) -> bool {
    (exchange.response.as_ref()).is_some_and(Response::is_redirect)
}

fn proof(bare: &Answered, tools: Option<usize>) -> Proof {
    let status = match bare {
        Answered::Refused(_) => Status::Proven,
        Answered::Accepted { .. } => Status::NotEnforced,
        Answered::Unclear(_) => Status::NotTried,
    };
    Proof {
        status,
        tools,
        undecided: None,
    }
}

/// The same requests without the credential, and with it.
fn pair(
    host: &Host,
    tokens: &Tokens,
    revision: Option<Revision>,
) -> Result<(Answered, Answered), Stop> {
    let server = tokens.server.as_str();
    let without = |request: Request| one(host, request, &Headers::new());
    let with = |request: Request| {
        let carry = || access::headers(host, tokens, &request.method, &request.url);
        let answer = one(host, request.clone(), &carry()?)?;
        if access::takes_up_nonce(host, &answer)? {
            return one(host, request.clone(), &carry()?);
        }
        Ok(answer)
    };
    let bare = handshake_and_tools(server, revision, &without)?;
    Ok((bare, handshake_and_tools(server, revision, &with)?))
}

/// The handshake and the list of tools; the session that this opens is closed.
fn handshake_and_tools(
    server: &str,
    revision: Option<Revision>,
    send: &dyn Fn(Request) -> Result<Exchange, Stop>,
) -> Result<Answered, Stop> {
    let (server, dialect, first) = opened(server, revision, send)?;
    let server = server.as_str();
    if let Some(answered) = stops(&first) {
        return Ok(answered);
    }
    if first.opens_stream() {
        return Ok(Answered::Accepted { tools: None });
    }
    let session = Session::of(&first);
    let over = (dialect == Dialect::Session).then(|| handshake::initialized(server, &session));
    let said = over.map(send).transpose()?;
    let answered = match said.as_ref().and_then(refusal) {
        Some(refused) => Answered::Refused(refused),
        None => {
            let list = send(handshake::list_tools(server, dialect, &session))?;
            match refusal(&list) {
                Some(refused) => Answered::Refused(refused),
                // A server without tools may not know the request.
                None => Answered::Accepted {
                    tools: tools_in(&list),
                },
            }
        }
    };
    if let Some(end) = handshake::end_session(server, &session) {
        send(end)?;
    }
    Ok(answered)
}

/// The first request in the dialect that the server speaks (Streamable HTTP 2026-07-28, Backward Compatibility); for the HTTP+SSE transport
/// of 2024-11-05, its event stream.
fn opened(
    server: &str,
    revision: Option<Revision>,
    send: &dyn Fn(Request) -> Result<Exchange, Stop>,
) -> Result<(String, Dialect, Exchange), Stop> {
    let mut dialect = handshake::dialect_of(revision);
    let answer = send(handshake::first(server, dialect))?;
    let (endpoint, mut first) =
        handshake::followed(server, answer, dialect, &mut |request| send(request))?;
    let server = endpoint.as_str();
    if handshake::wants_other_dialect(&first)
        || (dialect == Dialect::Stateless && matches!(first.status(), 400 | 404 | 405))
    {
        dialect = dialect.other();
        first = send(handshake::first(server, dialect))?;
    }
    if matches!(first.status(), 404 | 405) {
        let stream = send(handshake::event_stream(server))?;
        if stream.status() == 401 || stream.opens_stream() {
            first = stream;
        }
    }
    Ok((endpoint, dialect, first))
}

fn one(host: &Host, mut request: Request, carried: &Headers) -> Result<Exchange, Stop> {
    for (name, value) in carried.iter() {
        request.headers.push(name, value);
    }
    Ok(host.fetch(vec![request])?.pop().unwrap_or_default())
}

/// Why it can't go on behind this answer; nothing where it can.
fn stops(answer: &Exchange) -> Option<Answered> {
    if let Some(refusal) = refusal(answer) {
        return Some(Answered::Refused(refusal));
    }
    let is_answer = answer.response.as_ref().is_some_and(Response::is_success)
        && (answer.opens_stream() || has_result(answer));
    (!is_answer).then(|| Answered::Unclear(answer.clone()))
}

fn refusal(answer: &Exchange) -> Option<Refusal> {
    let response = answer.response.as_ref()?;
    let value = response.headers.get("www-authenticate").unwrap_or_default();
    matches!(response.status, 401 | 403)
        .then(|| access::still(response.status, &challenge::read(&value)))
}

/// Whether a message came that is not an error. Where only the beginning of a stream was read, that it began is enough.
fn has_result(answer: &Exchange) -> bool {
    let Some(response) = &answer.response else {
        return false;
    };
    match rpc::reply(response) {
        Reply::Message => true,
        Reply::Unseen => response.body.is_none() || response.is_event_stream(),
        Reply::Error { .. } | Reply::Empty | Reply::Other => false,
    }
}

fn tools_in(answer: &Exchange) -> Option<usize> {
    let message = rpc::message(answer.response.as_ref()?)?;
    message
        .pointer("/result/tools")
        .and_then(Value::as_array)
        .map(Vec::len)
}
