//! Faults of the network, and windows that work at the same time.

use super::World;
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::http::{Exchange, Failure, FailureKind, Request};

/// No answer to any of these.
pub fn unanswered(requests: Vec<Request>) -> Answer {
    let failure = Failure {
        kind: FailureKind::Connection,
        message: "connection reset".to_owned(),
    };
    let exchanges = requests.into_iter().map(|request| Exchange {
        request,
        failure: Some(failure.clone()),
        ..Exchange::default()
    });
    Answer::Exchanges(exchanges.collect())
}

/// The server has done its part, and its answer to what spends a code or a token never arrives.
pub fn lost(effect: &Effect, answer: Answer) -> Answer {
    match effect {
        Effect::Commit(requests) => unanswered(requests.clone()),
        _ => answer,
    }
}

/// Runs a flow until it sends what spends a code or a token.
pub fn until_it_sends<T>(world: &mut World, conversation: &mut Conversation<T>) -> Effect {
    loop {
        match conversation.proceed() {
            Turn::Perform(request @ Effect::Commit(_)) => return request,
            Turn::Perform(other) => conversation.answer(world.perform(other)),
            Turn::Done(_) => panic!("it sent nothing"),
        }
    }
}

/// Runs flows turn by turn, with one store; how each ended, the first to end first.
pub fn at_once<T>(world: &mut World, flows: Vec<Conversation<T>>) -> Vec<T> {
    let mut running: Vec<_> = flows.into_iter().map(Some).collect();
    let mut ended = Vec::new();
    while running.iter().any(Option::is_some) {
        for place in &mut running {
            let Some(flow) = place else { continue };
            match flow.proceed() {
                Turn::Perform(effect) => flow.answer(world.perform(effect)),
                Turn::Done(over) => {
                    ended.push(over);
                    *place = None;
                }
            }
        }
    }
    ended
}
