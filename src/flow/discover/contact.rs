//! The first contact: does the server want a credential, and what does it say about where to get one.

use crate::flow::discover::handshake::{self, Dialect, Session};
use crate::flow::discover::well_known::path_inserted_urls;
use crate::flow::host::{Host, HostFailed};
use crate::http::{Exchange, Request};
use crate::spec::Revision;
use crate::wire::challenge::{self, Challenges};
use crate::wire::rpc::{self, Reply};

/// What the server answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    /// The answer that decides: a 401, else the last one.
    pub exchange: Exchange,
    /// The challenges of that answer.
    pub challenges: Challenges,
    /// Answers to requests that were sent along.
    pub along: Vec<Exchange>,
}

impl Contact {
    /// Whether the answer asks for a credential.
    #[must_use]
    pub fn is_challenged(&self) -> bool {
        self.exchange.status() == 401 || self.challenges.acted_on().is_some()
    }
}

/// Asks the server as a client would, without a credential (MCP, Sequence Diagram), until it asks for one or has shown that it does
/// not: the handshake may be public and the tools protected. `eager` sends the path-inserted resource metadata along. No tool is
/// called, and a session that was opened is closed.
///
/// # Errors
/// Where the host can't fetch at all.
pub fn make(
    host: &Host,
    server: &str,
    revision: Option<Revision>,
    eager: bool,
) -> Result<Contact, HostFailed> {
    let mut dialect = handshake::dialect_of(revision);
    let mut requests = vec![handshake::first(server, dialect)];
    if eager {
        let inserted = path_inserted_urls(server).unwrap_or_default();
        requests.extend(inserted.into_iter().take(1).map(Request::get));
    }
    let mut answers = host.fetch(requests)?.into_iter();
    let answer = answers.next().unwrap_or_default();
    let along = answers.collect();
    let (server, mut answer) =
        handshake::followed(server, answer, dialect, &mut |request| one(host, request))?;
    let server = server.as_str();
    if handshake::wants_other_dialect(&answer) {
        dialect = dialect.other();
        answer = one(host, handshake::first(server, dialect))?;
    } else if dialect == Dialect::Stateless && matches!(answer.status(), 400 | 404 | 405) {
        // Streamable HTTP 2026-07-28, Backward Compatibility: an answer that is not a modern error comes from an older server.
        dialect = Dialect::Session;
        answer = one(host, handshake::first(server, dialect))?;
    }
    if matches!(answer.status(), 400 | 404 | 405) {
        // The HTTP+SSE transport of 2024-11-05 answers to a GET.
        let stream = one(host, handshake::event_stream(server))?;
        if stream.status() == 401 || stream.opens_stream() {
            answer = stream;
        }
    } else if answer.status() / 100 == 2 {
        answer = behind_the_handshake(host, server, dialect, answer)?;
    }
    Ok(contact(answer, along))
}

/// A contact of an answer that the host has got already.
#[must_use]
pub fn of_challenge(server: &str, value: &str) -> Contact {
    let exchange = Exchange {
        request: Request {
            method: "POST".to_owned(),
            url: server.to_owned(),
            ..Request::default()
        },
        response: Some(crate::http::Response {
            status: 401,
            headers: crate::http::Headers::new().with("WWW-Authenticate", value),
            ..crate::http::Response::default()
        }),
        ..Exchange::default()
    };
    contact(exchange, Vec::new())
}

fn contact(exchange: Exchange, along: Vec<Exchange>) -> Contact {
    let value = exchange
        .response
        .as_ref()
        .and_then(|response| response.headers.get("www-authenticate"));
    Contact {
        challenges: challenge::read(value.as_deref().unwrap_or_default()),
        exchange,
        along,
    }
}

/// A server may protect `tools/list` although its handshake is public.
fn behind_the_handshake(
    host: &Host,
    server: &str,
    dialect: Dialect,
    first: Exchange,
) -> Result<Exchange, HostFailed> {
    if first.response.as_ref().map(rpc::reply) != Some(Reply::Message) {
        return Ok(first);
    }
    let session = Session::of(&first);
    if dialect == Dialect::Session {
        let answer = one(host, handshake::initialized(server, &session))?;
        if answer.status() == 401 {
            return Ok(answer);
        }
    }
    let list = one(host, handshake::list_tools(server, dialect, &session))?;
    if let Some(end) = handshake::end_session(server, &session) {
        host.fetch(vec![end])?;
    }
    // A list that fails for a reason of its own asks for nothing: what the handshake showed stands.
    let asks =
        matches!(list.status(), 401 | 403) || contact(list.clone(), Vec::new()).is_challenged();
    Ok(if asks { list } else { first })
}

fn one(host: &Host, request: Request) -> Result<Exchange, HostFailed> {
    Ok(host.fetch(vec![request])?.pop().unwrap_or_default())
}
