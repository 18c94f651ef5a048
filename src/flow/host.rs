//! The flow's only way outside: it asks its [`Host`] for an [`Effect`] and gets the [`Answer`]. Where there is none yet, the flow
//! ends early; a driver takes the effect from the [`Conversation`], performs it, gives the answer back, and the flow runs again from
//! its start over the answers so far. So the flow is plain code that reads straight down the page, without futures or states of its
//! own, and is tested with plain data. It must do the same for the same answers: it has no clock and no chance of its own anyway.

pub use crate::flow::effect::{Answer, Effect};

use crate::flow::deviation::Deviation;
use crate::http::{Exchange, Request, Response};
use crate::limits;
use std::cell::RefCell;

/// An effect that the host could not perform, or answered with something else than was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFailed {
    /// What was asked for: `fetch`, `random`, `clock`, `store`, `key`.
    pub what: &'static str,
    /// What the host said, untrusted text.
    pub message: String,
}

/// One run of the flow: what was answered before it, how far it has come, what it asks for.
#[derive(Default)]
struct Run {
    answers: Vec<Answer>,
    used: usize,
    asked: Option<Effect>,
    /// Bytes of the bodies among the answers.
    kept: usize,
    /// What this run did that other clients may not do.
    deviations: Vec<Deviation>,
}

impl Run {
    fn keep(&mut self, response: &mut Response) {
        let Some(body) = &mut response.body else {
            return;
        };
        let room = limits::CONVERSATION.saturating_sub(self.kept);
        if body.len() > room {
            body.truncate(body.floor_char_boundary(room));
            response.body_partial = true;
        }
        self.kept += body.len();
    }
}

/// The handle by which the flow asks.
#[derive(Default)]
pub struct Host(RefCell<Run>);

impl Host {
    /// Sends requests at the same time. What is seen is also kept as evidence.
    ///
    /// # Errors
    /// Where the host gave another number of answers.
    pub fn fetch(&self, requests: Vec<Request>) -> Result<Vec<Exchange>, HostFailed> {
        let expected = requests.len();
        self.exchanges(Effect::Fetch(requests), expected)
    }

    /// Sends one request that spends a code or a token; it is not cut off where the caller gives up.
    ///
    /// # Errors
    /// Where the host gave no answer.
    pub fn commit(&self, request: Request) -> Result<Exchange, HostFailed> {
        let mut exchanges = self.exchanges(Effect::Commit(vec![request]), 1)?;
        exchanges.pop().ok_or_else(|| failed("fetch", Answer::Done))
    }

    fn exchanges(&self, effect: Effect, expected: usize) -> Result<Vec<Exchange>, HostFailed> {
        match self.ask(effect) {
            Answer::Exchanges(exchanges) if exchanges.len() == expected => Ok(exchanges),
            other => Err(failed("fetch", other)),
        }
    }

    /// Random bytes.
    ///
    /// # Errors
    /// Where the host has no source of randomness: nothing goes on without one.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], HostFailed> {
        match self.ask(Effect::Random(N)) {
            Answer::Bytes(bytes) => {
                <[u8; N]>::try_from(bytes).map_err(|_| failed("random", Answer::Done))
            }
            other => Err(failed("random", other)),
        }
    }

    /// The time in ms since the epoch.
    ///
    /// # Errors
    /// Where the host has no clock.
    pub fn now(&self) -> Result<f64, HostFailed> {
        match self.ask(Effect::Now) {
            Answer::Time(time) => Ok(time),
            other => Err(failed("clock", other)),
        }
    }

    /// An effect whose answer is text or nothing.
    ///
    /// # Errors
    /// Where the host could not do it.
    pub fn text(&self, effect: Effect) -> Result<Option<String>, HostFailed> {
        match self.ask(effect) {
            Answer::Text(text) => Ok(text),
            other => Err(failed("store", other)),
        }
    }

    /// An effect whose answer is bytes.
    ///
    /// # Errors
    /// Where the host could not do it.
    pub fn bytes(&self, effect: Effect) -> Result<Vec<u8>, HostFailed> {
        match self.ask(effect) {
            Answer::Bytes(bytes) => Ok(bytes),
            other => Err(failed("key", other)),
        }
    }

    /// An effect that only has to be done.
    ///
    /// # Errors
    /// Where the host could not do it.
    pub fn done(&self, effect: Effect) -> Result<(), HostFailed> {
        match self.ask(effect) {
            Answer::Done => Ok(()),
            other => Err(failed("store", other)),
        }
    }

    /// The names of all stored values that begin so.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub fn names(&self, prefix: &str) -> Result<Vec<String>, HostFailed> {
        match self.ask(Effect::Keys(prefix.to_owned())) {
            Answer::Names(names) => Ok(names),
            other => Err(failed("store", other)),
        }
    }

    /// Does the work while nobody else holds the lock.
    ///
    /// # Errors
    /// Those of the work; where the host has no such lock.
    pub fn locked<T, E: From<HostFailed>>(
        &self,
        name: String,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        self.done(Effect::Lock(name.clone()))?;
        let result = work();
        self.done(Effect::Unlock(name))?;
        result
    }

    /// Notes something that another client may not do, once.
    pub fn deviate(&self, deviation: Deviation) {
        let mut run = self.0.borrow_mut();
        if !run.deviations.contains(&deviation) {
            run.deviations.push(deviation);
        }
    }

    /// What was noted so far.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        self.0.borrow().deviations.clone()
    }

    /// Everything fetched so far, in order: the evidence of this conversation.
    #[must_use]
    pub fn seen(&self) -> Vec<Exchange> {
        let run = self.0.borrow();
        let answers = run.answers.iter().take(run.used);
        answers.flat_map(exchanges_of).cloned().collect()
    }

    /// The answer, if it is known; else the effect is what the driver performs next. After that the rest of the run is for nothing,
    /// whatever the flow makes of the error.
    fn ask(&self, effect: Effect) -> Answer {
        let mut run = self.0.borrow_mut();
        if let Some(answer) = run.answers.get(run.used).cloned() {
            run.used += 1;
            return answer;
        }
        run.asked.get_or_insert(effect);
        Answer::Failed(String::new())
    }
}

fn exchanges_of(answer: &Answer) -> &[Exchange] {
    match answer {
        Answer::Exchanges(exchanges) => exchanges,
        _ => &[],
    }
}

fn failed(what: &'static str, answer: Answer) -> HostFailed {
    let message = match answer {
        Answer::Failed(message) => message,
        _ => "answered with something else than was asked for".to_owned(),
    };
    HostFailed { what, message }
}

/// What a conversation wants next.
#[derive(Debug)]
pub enum Turn<T> {
    /// Perform this, then [`Conversation::answer`].
    Perform(Effect),
    /// It is over.
    Done(T),
}

/// A flow under way: [`proceed`](Self::proceed), perform, [`answer`](Self::answer), until it is done.
pub struct Conversation<T> {
    host: Host,
    flow: Box<dyn Fn(&Host) -> T>,
}

impl<T> Conversation<T> {
    /// Starts a flow: `Conversation::new(move |host| discover(host, &options))`.
    pub fn new(flow: impl Fn(&Host) -> T + 'static) -> Self {
        Self {
            host: Host::default(),
            flow: Box::new(flow),
        }
    }

    /// Runs the flow until it asks for something or is done.
    pub fn proceed(&mut self) -> Turn<T> {
        let run = self.host.0.get_mut();
        run.used = 0;
        run.deviations.clear();
        let outcome = (self.flow)(&self.host);
        match self.host.0.get_mut().asked.take() {
            Some(effect) => Turn::Perform(effect),
            None => Turn::Done(outcome),
        }
    }

    /// Gives the answer to what [`proceed`](Self::proceed) asked for. Of bodies no more than [`limits::CONVERSATION`] is kept.
    pub fn answer(&mut self, mut answer: Answer) {
        let run = self.host.0.get_mut();
        if let Answer::Exchanges(exchanges) = &mut answer {
            for response in exchanges.iter_mut().filter_map(|one| one.response.as_mut()) {
                run.keep(response);
            }
        }
        run.answers.push(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Conversation, Effect, Host, Turn};
    use crate::http::{Exchange, Request};

    fn two_requests(host: &Host) -> usize {
        let first = host.fetch(vec![Request::get("https://a.example")]);
        let second = host.fetch(vec![Request::get("https://b.example")]);
        first.map_or(0, |list| list.len()) + second.map_or(0, |list| list.len())
    }

    #[test]
    fn a_flow_asks_and_goes_on_with_the_answer() {
        let mut conversation = Conversation::new(two_requests);
        let mut asked = Vec::new();
        let total = loop {
            match conversation.proceed() {
                Turn::Perform(Effect::Fetch(requests)) => {
                    asked.push(requests[0].url.clone());
                    conversation.answer(Answer::Exchanges(vec![Exchange::default()]));
                }
                Turn::Perform(other) => panic!("{other:?}"),
                Turn::Done(total) => break total,
            }
        };
        assert_eq!(total, 2);
        assert_eq!(asked, ["https://a.example", "https://b.example"]);
    }
}
