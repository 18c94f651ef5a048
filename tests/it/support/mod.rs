//! A host of plain data for the flows: answers by method and URL, a store in memory, a clock and randomness that stand still.

pub mod faulty;
pub mod flows;
pub mod honest;
pub mod moved;

use mcp_auth_doctor::flow::after::brought::{Credential, tokens_of};
use mcp_auth_doctor::flow::effect::SigningKey;
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use mcp_auth_doctor::secret::Secret;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// The moment at which every test takes place, in ms since the epoch.
pub const NOW: f64 = 1_800_000_000_000.0;

/// More effects than any flow has; one that never ends would have more.
const MOST_EFFECTS: usize = 200;

const PUBLIC_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"x","y":"y"}"#;

/// A token that a person gave for a server, as it is proven.
pub fn bearer(server: &str, token: &str) -> Box<Tokens> {
    let token = Secret::new(token);
    Box::new(tokens_of(server, Credential::Bearer { token }, NOW).unwrap())
}

type Handler = Box<dyn FnMut(&Request) -> Option<Response>>;

/// A world in which a flow runs.
#[derive(Default)]
pub struct World {
    handlers: Vec<Handler>,
    /// What the host keeps.
    pub store: BTreeMap<String, String>,
    /// The signing keys that the host keeps.
    pub keys: BTreeSet<String>,
    /// Every request that was sent, in order, with the batch that it was part of.
    pub sent: Vec<(usize, Request)>,
    /// The time, in ms since the epoch.
    pub now: f64,
    seed: u8,
    batch: usize,
}

impl World {
    /// Nothing answers yet.
    pub fn new() -> Self {
        Self {
            now: NOW,
            ..Self::default()
        }
    }

    /// Answers one method and URL with a status, a content type and a body.
    pub fn on(self, method: &str, url: &str, status: u16, headers: Headers, body: &str) -> Self {
        let (method, url, body) = (method.to_owned(), url.to_owned(), body.to_owned());
        self.handle(move |request| {
            (request.method == method && request.url == url).then(|| Response {
                status,
                headers: headers.clone(),
                body: Some(body.clone()),
                ..Response::default()
            })
        })
    }

    /// Answers a GET with a JSON document.
    pub fn json(self, url: &str, body: &str) -> Self {
        self.on("GET", url, 200, json(), body)
    }

    /// Answers by a function; the first that says something wins.
    pub fn handle(mut self, handler: impl FnMut(&Request) -> Option<Response> + 'static) -> Self {
        self.handlers.push(Box::new(handler));
        self
    }

    /// Answers as another world does, where nothing has answered before.
    pub fn or_else(self, mut other: Self) -> Self {
        self.handle(move |request| other.answer(request.clone()).response)
    }

    /// Runs a flow to its end.
    pub fn run<T>(&mut self, conversation: Conversation<T>) -> T {
        self.run_with(conversation, |_, answer| answer)
    }

    /// The same, where a fault may put another answer in place of the one that an effect has got.
    pub fn run_with<T>(
        &mut self,
        mut conversation: Conversation<T>,
        mut fault: impl FnMut(&Effect, Answer) -> Answer,
    ) -> T {
        loop {
            match conversation.proceed() {
                Turn::Done(outcome) => return outcome,
                Turn::Perform(effect) => {
                    conversation.answer(each(effect, &mut |effect| {
                        let answer = self.perform(effect.clone());
                        fault(&effect, answer)
                    }));
                }
            }
        }
    }

    /// Runs a flow to its end, each time twice before it gets its answer: it must ask for the same. How many effects it took.
    pub fn run_twice<T: Debug>(&mut self, mut flow: Conversation<T>) -> (T, usize) {
        for effects in 0..MOST_EFFECTS {
            match (flow.proceed(), flow.proceed()) {
                (Turn::Perform(first), Turn::Perform(second)) => {
                    assert!(first == second, "{first:?}, and then {second:?}");
                    flow.answer(self.perform(first));
                }
                (Turn::Done(first), Turn::Done(second)) => {
                    assert_eq!(format!("{first:?}"), format!("{second:?}"));
                    return (first, effects);
                }
                other => panic!("{other:?}"),
            }
        }
        panic!("more than {MOST_EFFECTS} effects: {:?}", self.urls());
    }

    /// The URLs that were asked, in order.
    pub fn urls(&self) -> Vec<&str> {
        self.sent.iter().map(|(_, one)| one.url.as_str()).collect()
    }

    /// How many batches of requests were sent one after the other: the round trips.
    pub fn round_trips(&self) -> usize {
        self.batch
    }

    /// Performs one effect.
    pub fn perform(&mut self, effect: Effect) -> Answer {
        match effect {
            together @ Effect::Together(_) => each(together, &mut |one| self.perform(one)),
            Effect::Fetch(requests) | Effect::Commit(requests) => {
                self.batch += 1;
                Answer::Exchanges(requests.into_iter().map(|one| self.answer(one)).collect())
            }
            Effect::Random(length) => {
                self.seed = self.seed.wrapping_add(1);
                Answer::Bytes(vec![self.seed; length])
            }
            Effect::Now => Answer::Time(self.now),
            Effect::Load(key) => Answer::Text(self.store.get(&key).cloned()),
            Effect::Take(key) => Answer::Text(self.store.remove(&key)),
            Effect::Save(key, value) => {
                self.store.insert(key, value);
                Answer::Done
            }
            Effect::Delete(key) => {
                self.store.remove(&key);
                Answer::Done
            }
            Effect::Wait(time) => {
                self.now += time;
                Answer::Done
            }
            // One conversation at a time: a lock is always free.
            Effect::Lock(_) | Effect::Unlock(_) => Answer::Done,
            Effect::Keys(prefix) => {
                let names = self.store.keys().filter(|name| name.starts_with(&prefix));
                Answer::Names(names.cloned().collect())
            }
            Effect::MakeKey { key_id, .. } => {
                self.keys.insert(key_id);
                Answer::Text(Some(PUBLIC_KEY.to_owned()))
            }
            Effect::PublicKey(key_id) => {
                let kept = self.keys.contains(&key_id);
                Answer::Text(kept.then(|| PUBLIC_KEY.to_owned()))
            }
            Effect::Sign { key, .. } => match key {
                SigningKey::Kept(key_id) if self.keys.contains(&key_id) => {
                    Answer::Bytes(vec![0; 64])
                }
                _ => Answer::Failed("this world has no such key".to_owned()),
            },
            Effect::DeleteKey(key_id) => {
                self.keys.remove(&key_id);
                Answer::Done
            }
        }
    }

    fn answer(&mut self, request: Request) -> Exchange {
        self.sent.push((self.batch, request.clone()));
        let response = self
            .handlers
            .iter_mut()
            .find_map(|handler| handler(&request));
        let failure = response.is_none().then(|| Failure {
            kind: FailureKind::Connection,
            message: "nothing listens there".to_owned(),
        });
        Exchange {
            request,
            response,
            failure,
            started_at: Some(self.now),
            duration: None,
        }
    }
}

/// The answer to an effect, or to each of those that are performed together.
pub fn each(effect: Effect, perform: &mut impl FnMut(Effect) -> Answer) -> Answer {
    match effect {
        Effect::Together(effects) => Answer::Together(effects.into_iter().map(perform).collect()),
        one => perform(one),
    }
}

/// Headers of a JSON answer.
pub fn json() -> Headers {
    Headers::new().with("Content-Type", "application/json")
}
