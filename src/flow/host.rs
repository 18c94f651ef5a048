//! The flow's only way outside: it asks its [`Host`] for an [`Effect`] and gets the [`Answer`]. Where there is none yet, the flow
//! ends early; a driver takes the effect from the [`Conversation`], performs it, gives the answer back, and the flow runs again from
//! its start over the answers so far. So the flow is plain code that reads straight down the page, without futures or states of its
//! own, and is tested with plain data. It must do the same for the same answers: it has no clock and no chance of its own anyway.

use crate::http::{Exchange, Request};
use std::cell::RefCell;
use std::fmt;

/// Something that only a host can do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// Send these requests at the same time; one exchange each, in the same order. Redirects are not followed.
    Fetch(Vec<Request>),
    /// The same, but carried to the end even where the caller gives up meanwhile: what is sent spends a code or a refresh token,
    /// so the answer must not be lost.
    Commit(Vec<Request>),
    /// Random bytes from a source fit for secrets.
    Random(usize),
    /// The time in ms since the epoch.
    Now,
    /// Read a stored value.
    Load(String),
    /// Store a value.
    Save(String, String),
    /// Delete a stored value.
    Delete(String),
    /// Read and delete a stored value in one step, so that only one of two callers gets it.
    Take(String),
    /// Make a signing key for an algorithm of JOSE (`ES256`) and keep it; the answer is its public key as JWK text.
    MakeKey {
        /// Name under which the key is kept.
        key_id: String,
        /// JOSE algorithm.
        algorithm: String,
    },
    /// The public key of a kept key as JWK text, or nothing.
    PublicKey(String),
    /// Sign these bytes with a kept key; the answer is the signature as JOSE wants it.
    Sign {
        /// Name under which the key is kept, or a PEM (PKCS #8) that the caller of the API gave.
        key_id: String,
        /// JOSE algorithm.
        algorithm: String,
        /// What is signed.
        input: Vec<u8>,
    },
    /// Wait this many ms (device grant, Retry-After).
    Wait(f64),
    /// Wait until nobody else in this process (or behind this store) holds the lock, then hold it. What is still held when the
    /// conversation ends, however it ends, is let go by the driver.
    Lock(String),
    /// Let go of a lock.
    Unlock(String),
}

/// What is asked for, without what is stored, made or signed.
impl fmt::Debug for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(requests) => write!(formatter, "Fetch({requests:?})"),
            Self::Commit(requests) => write!(formatter, "Commit({requests:?})"),
            Self::Load(key) => write!(formatter, "Load({key})"),
            Self::Save(key, _) => write!(formatter, "Save({key})"),
            Self::Delete(key) => write!(formatter, "Delete({key})"),
            Self::Take(key) => write!(formatter, "Take({key})"),
            Self::Lock(name) => write!(formatter, "Lock({name})"),
            Self::Unlock(name) => write!(formatter, "Unlock({name})"),
            Self::MakeKey { .. } | Self::PublicKey(_) | Self::Sign { .. } => {
                formatter.write_str("a key")
            }
            Self::Random(_) => formatter.write_str("Random"),
            Self::Now => formatter.write_str("Now"),
            Self::Wait(_) => formatter.write_str("Wait"),
        }
    }
}

/// What came of an [`Effect`].
#[derive(Clone, PartialEq)]
pub enum Answer {
    /// For [`Effect::Fetch`].
    Exchanges(Vec<Exchange>),
    /// For [`Effect::Random`] and [`Effect::Sign`].
    Bytes(Vec<u8>),
    /// For [`Effect::Now`].
    Time(f64),
    /// For [`Effect::Load`], [`Effect::Take`], [`Effect::MakeKey`], [`Effect::PublicKey`].
    Text(Option<String>),
    /// For those that only have to be done.
    Done,
    /// It could not be done; what the host said.
    Failed(String),
}

/// What kind of answer, without stored values, random bytes and signatures.
impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchanges(exchanges) => write!(formatter, "Exchanges({exchanges:?})"),
            Self::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
            Self::Text(text) => write!(formatter, "Text({})", text.is_some()),
            Self::Time(time) => write!(formatter, "Time({time})"),
            Self::Failed(message) => write!(formatter, "Failed({message})"),
            Self::Done => formatter.write_str("Done"),
        }
    }
}

/// An effect that the host could not perform, or answered with something else than was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFailed {
    /// What was asked for: `fetch`, `random`, `clock`, `store`, `key`; `answer` where the flow has to run again with it.
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
        self.host.0.get_mut().used = 0;
        let outcome = (self.flow)(&self.host);
        match self.host.0.get_mut().asked.take() {
            Some(effect) => Turn::Perform(effect),
            None => Turn::Done(outcome),
        }
    }

    /// Gives the answer to what [`proceed`](Self::proceed) asked for.
    pub fn answer(&mut self, answer: Answer) {
        self.host.0.get_mut().answers.push(answer);
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
