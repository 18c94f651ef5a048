//! What one exchange did for the sign-in: the stage that it belongs to, and whether it was passed there.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::{McpRequest, Source, Step};
use crate::http::Exchange;
use crate::stage::Stage;
use crate::wire::address::Address;
use crate::wire::rpc::Reply;

/// What an exchange did at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The stage.
    pub stage: Stage,
    /// Index of the exchange in the evidence.
    pub exchange: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the client made the address up: what it got there says nothing of the stages before.
    pub guessed: bool,
}

/// What came of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The sign-in could go on from here.
    Passed,
    /// Refused, failed, or nothing usable came. A timeout is a stop.
    Stopped,
    /// The answer was not seen well enough.
    Unseen,
}

/// The marks of an exchange: none for what is not of the flow; two where an answer ends one stage and decides the next.
#[must_use]
pub fn marks(reading: &Reading, index: usize) -> Vec<Mark> {
    let Some(exchange) = reading.exchange(index) else {
        return Vec::new();
    };
    let step = reading.steps.get(index).copied().unwrap_or(Step::Other);
    let mark = |stage, outcome| Mark {
        stage,
        exchange: index,
        outcome,
        guessed: is_guessed(reading, step, index),
    };
    match step {
        Step::Mcp => mcp(reading, index)
            .into_iter()
            .map(|(stage, outcome)| mark(stage, outcome))
            .collect(),
        Step::ResourceMetadata => vec![mark(Stage::Resource, resource(reading, index))],
        Step::ServerMetadata => vec![mark(Stage::Server, server(reading, index))],
        Step::Registration => vec![mark(Stage::Registration, registration(reading, index))],
        Step::ClientMetadataDocument => vec![mark(Stage::Registration, plain(exchange))],
        Step::PushedAuthorization | Step::DeviceAuthorization => {
            let outcome = match plain(exchange) {
                Outcome::Passed => Outcome::Unseen,
                other => other,
            };
            vec![mark(Stage::Authorization, outcome)]
        }
        Step::Authorization | Step::Callback => browser(reading, index, exchange)
            .into_iter()
            .map(|(stage, outcome)| mark(stage, outcome))
            .collect(),
        Step::AuthorizationPage => {
            let failed = exchange.failure.is_some() || exchange.status() >= 500;
            let outcome = if failed {
                Outcome::Stopped
            } else {
                Outcome::Unseen
            };
            vec![mark(Stage::Authorization, outcome)]
        }
        Step::Token => vec![mark(Stage::Token, token(reading, index))],
        Step::Preflight | Step::Revocation | Step::Other => Vec::new(),
    }
}

/// The stage of a step; `None` for what is not of the flow.
#[must_use]
pub fn stage_of(reading: &Reading, index: usize) -> Option<Stage> {
    let step = |step: Step| match step {
        Step::ResourceMetadata => Some(Stage::Resource),
        Step::ServerMetadata => Some(Stage::Server),
        Step::Registration | Step::ClientMetadataDocument => Some(Stage::Registration),
        Step::PushedAuthorization
        | Step::DeviceAuthorization
        | Step::Authorization
        | Step::AuthorizationPage => Some(Stage::Authorization),
        Step::Callback => Some(Stage::Callback),
        Step::Token => Some(Stage::Token),
        Step::Mcp => Some(Stage::Contact),
        Step::Preflight | Step::Revocation | Step::Other => None,
    };
    match reading.steps.get(index)? {
        Step::Mcp => {
            let sent = reading
                .mcp_at(index)
                .is_some_and(|one| one.credential.is_some());
            Some(if sent { Stage::Access } else { Stage::Contact })
        }
        Step::Preflight => {
            let one = at(&reading.preflights, index, |one| one.index)?;
            step(one.for_step)
        }
        other => step(*other),
    }
}

/// An entry of a list that is in the order of the exchanges.
fn at<T>(list: &[T], index: usize, of: impl Fn(&T) -> usize) -> Option<&T> {
    let place = list.binary_search_by_key(&index, of).ok()?;
    list.get(place)
}

fn mcp(reading: &Reading, index: usize) -> Vec<(Stage, Outcome)> {
    let Some(one) = reading.mcp_at(index) else {
        return Vec::new();
    };
    if one.credential.is_some() {
        return vec![(Stage::Access, access(reading, one))];
    }
    let exchange = one.exchange;
    let get = exchange.request.method != "POST";
    match exchange.status() {
        _ if exchange.failure.is_some() => vec![(Stage::Contact, Outcome::Stopped)],
        401 => vec![
            (Stage::Contact, Outcome::Passed),
            (Stage::Challenge, challenge(one)),
        ],
        200..=299 if exchange.is_page() && get => Vec::new(),
        200..=299 if one.is_no_message() && get => Vec::new(),
        200..=299 if exchange.is_page() || one.is_no_message() => {
            vec![(Stage::Contact, Outcome::Stopped)]
        }
        200..=299 if reading.error(index).code.is_none() => vec![(Stage::Contact, opened(one))],
        // Many servers take POST only (MCP, Streamable HTTP: GET may be answered 405).
        400 | 404..=406 if get => Vec::new(),
        0 if exchange.response.is_none() => vec![(Stage::Contact, Outcome::Unseen)],
        0 => vec![(Stage::Contact, Outcome::Unseen)],
        // A session that is over says nothing of the address (MCP, session management).
        400 | 404
            if exchange.request.headers.has("mcp-session-id")
                || reading.error(index).says("session") =>
        {
            Vec::new()
        }
        _ => vec![(Stage::Contact, Outcome::Stopped)],
    }
}

/// What a success without a credential shows: a server of MCP answers with a message.
fn opened(one: &McpRequest) -> Outcome {
    match one.reply() {
        _ if one.is_answered() => Outcome::Passed,
        reply @ Reply::Error { .. } if one.is_handshake() && !reply.is_of_another_revision() => {
            Outcome::Stopped
        }
        _ => Outcome::Unseen,
    }
}

fn challenge(one: &McpRequest) -> Outcome {
    match one.challenges.value() {
        Some(_)
            if one
                .challenge()
                .is_some_and(|found| found.param("resource_metadata").is_some()) =>
        {
            Outcome::Passed
        }
        Some(_) => Outcome::Stopped,
        None if one.challenges.is_absent() => Outcome::Stopped,
        None => Outcome::Unseen,
    }
}

fn access(reading: &Reading, one: &McpRequest) -> Outcome {
    let exchange = one.exchange;
    match exchange.status() {
        200..=299 if exchange.is_page() || one.is_no_message() => Outcome::Stopped,
        0 | 200..=299 if reading.error(one.index).code.is_some() => Outcome::Stopped,
        200..=299 if one.is_let_in() => Outcome::Passed,
        200..=299 => Outcome::Unseen,
        0 if exchange.failure.is_none() => Outcome::Unseen,
        _ => Outcome::Stopped,
    }
}

fn resource(reading: &Reading, index: usize) -> Outcome {
    let found = at(&reading.resource_metadata, index, |one| one.index);
    let Some(one) = found else {
        return Outcome::Unseen;
    };
    match &one.answer {
        Answer::Document(document) => {
            let named = document.view.authorization_servers.as_ref();
            match named {
                Some(servers) if !servers.is_empty() => Outcome::Passed,
                _ if document.lacks("authorization_servers") || named.is_some() => Outcome::Stopped,
                _ => Outcome::Unseen,
            }
        }
        Answer::Unseen => Outcome::Unseen,
        _ => Outcome::Stopped,
    }
}

fn server(reading: &Reading, index: usize) -> Outcome {
    let found = at(&reading.server_metadata, index, |one| one.index);
    let Some(one) = found else {
        return Outcome::Unseen;
    };
    match &one.answer {
        Answer::Document(document) => {
            let view = &document.view;
            let has = |member: &Option<String>| member.is_some();
            if has(&view.authorization_endpoint) && has(&view.token_endpoint) {
                Outcome::Passed
            } else if document.whole {
                Outcome::Stopped
            } else {
                Outcome::Unseen
            }
        }
        Answer::Unseen => Outcome::Unseen,
        _ => Outcome::Stopped,
    }
}

fn registration(reading: &Reading, index: usize) -> Outcome {
    let found = at(&reading.registrations, index, |one| one.index);
    let Some(one) = found else {
        return Outcome::Unseen;
    };
    let status = one.exchange.status();
    match one.answer.view() {
        Some(view) if view.client_id.is_some() && status < 400 => Outcome::Passed,
        _ if one.exchange.is_success() && matches!(one.answer, Answer::Unseen) => Outcome::Passed,
        _ if status == 0
            && one.exchange.failure.is_none()
            && reading.error(index).code.is_none() =>
        {
            Outcome::Unseen
        }
        _ => Outcome::Stopped,
    }
}

fn browser(reading: &Reading, index: usize, exchange: &Exchange) -> Vec<(Stage, Outcome)> {
    let mut out = Vec::new();
    let is_authorization = reading.steps.get(index) == Some(&Step::Authorization);
    let callback = at(&reading.callbacks, index, |one| one.index);
    if let Some(one) = callback {
        let outcome = match (&one.callback.code, &one.callback.error) {
            (_, Some(_)) => Outcome::Stopped,
            (Some(_), None) => Outcome::Passed,
            (None, None) => Outcome::Unseen,
        };
        // A callback at the server's own address that fails has an answer of its own.
        let failed = exchange.status() >= 500 && !is_authorization;
        let outcome = if failed { Outcome::Stopped } else { outcome };
        let before = if outcome == Outcome::Passed {
            Outcome::Passed
        } else {
            outcome
        };
        out.push((Stage::Authorization, before));
        out.push((Stage::Callback, outcome));
        return out;
    }
    let refused = exchange.failure.is_some()
        || exchange.status() >= 400
        || reading.error(index).code.is_some();
    let outcome = if refused {
        Outcome::Stopped
    } else {
        Outcome::Unseen
    };
    let stage = if is_authorization {
        Stage::Authorization
    } else {
        Stage::Callback
    };
    out.push((stage, outcome));
    out
}

fn token(reading: &Reading, index: usize) -> Outcome {
    let found = at(&reading.tokens, index, |one| one.index);
    let Some(one) = found else {
        return Outcome::Unseen;
    };
    let issued = one
        .answer
        .view()
        .is_some_and(|view| view.access_token.is_some());
    match one.exchange.status() {
        _ if reading.error(index).code.is_some() => Outcome::Stopped,
        _ if issued && one.exchange.status() < 400 => Outcome::Passed,
        200..=299 if matches!(one.answer, Answer::Unseen) => Outcome::Unseen,
        0 if one.exchange.failure.is_none() => Outcome::Unseen,
        _ => Outcome::Stopped,
    }
}

fn plain(exchange: &Exchange) -> Outcome {
    match exchange.status() {
        200..=299 => Outcome::Passed,
        0 if exchange.failure.is_none() => Outcome::Unseen,
        _ => Outcome::Stopped,
    }
}

/// Whether no metadata has the address, although all of it was seen; or it is one that the metadata of another issuer has.
fn is_guessed(reading: &Reading, step: Step, index: usize) -> bool {
    if step == Step::ServerMetadata {
        return is_unnamed(reading, index);
    }
    let source = match step {
        Step::Registration => {
            at(&reading.registrations, index, |one| one.index).map(|one| one.source)
        }
        Step::Authorization => {
            at(&reading.authorizations, index, |one| one.index).map(|one| one.source)
        }
        Step::Token => at(&reading.tokens, index, |one| one.index).map(|one| one.source),
        _ => None,
    };
    match source {
        Some(Source::Guessed) => true,
        Some(Source::Unknown) => {
            let exchange = reading.exchange(index);
            exchange.is_some_and(|one| one.status() >= 400 && is_default(reading, &one.request.url))
        }
        _ => false,
    }
}

/// Metadata that was asked for at a place that nobody named, although the challenge names the resource's metadata or that names a server.
fn is_unnamed(reading: &Reading, index: usize) -> bool {
    let one = at(&reading.server_metadata, index, |one| one.index);
    let told_by_challenge = reading.unauthorized().any(|one| {
        let named = one
            .challenge()
            .and_then(|found| found.param("resource_metadata"));
        one.index < index && named.is_some()
    });
    one.is_some_and(|one| one.named_by.is_none() && one.answer.document().is_none())
        && told_by_challenge
}

/// `/authorize`, `/token` and `/register` at the MCP server's origin: the defaults of 2025-03-26, which clients ask where they found no
/// metadata.
fn is_default(reading: &Reading, url: &str) -> bool {
    let Ok(asked) = Address::parse(url) else {
        return false;
    };
    let own = reading.server.as_deref().map(Address::parse);
    matches!(asked.path, "/register" | "/authorize" | "/token")
        && own.is_some_and(|own| own.is_ok_and(|own| own.same_origin(&asked)))
        && reading.server_documents().next().is_none()
}
