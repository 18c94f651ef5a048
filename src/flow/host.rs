//! The flow's only way outside: it asks its [`Host`] for an [`Effect`] and gets the [`Answer`]. Where there is none yet, the flow
//! ends early; a driver takes the effect from the [`Conversation`], performs it, gives the answer back, and the flow runs again from
//! its start over the answers so far. So the flow is plain code that reads straight down the page, without futures or states of its
//! own, and is tested with plain data. It must do the same for the same answers: it has no clock and no chance of its own anyway.

pub use crate::flow::effect::{Answer, Effect};

use crate::flow::deviation::Deviation;
use crate::http::{Exchange, Request, Response};
use crate::limits;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

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
    at: Place,
    asked: Option<Effect>,
    /// Bytes of the bodies among the answers.
    kept: usize,
    /// What earlier runs have worked out, by the number of the call.
    worked_out: Vec<Option<WorkedOut>>,
    /// Answers what needs no driver.
    at_once: Option<AtOnce>,
}

/// The answer to an effect that the place where the flow runs performs itself; nothing for the others.
pub type AtOnce = fn(&Effect) -> Option<Answer>;

/// How far a run has come.
#[derive(Clone, Default, PartialEq)]
struct Place {
    /// Answers that it has used.
    used: usize,
    /// Calls of [`Host::once`].
    calls: usize,
    /// What it did that other clients may not do.
    deviations: Vec<Deviation>,
    /// Writes that go along with the next call of the store.
    put_off: Vec<Effect>,
}

/// What came of a part of the flow, and where it left the run.
struct WorkedOut {
    value: Rc<dyn Any>,
    begun: Place,
    ended: Place,
}

impl Run {
    /// What an earlier run has worked out from this place on, and where that leaves the run.
    fn known(&self) -> Option<(Rc<dyn Any>, Place)> {
        let known = self.worked_out.get(self.at.calls)?.as_ref()?;
        (known.begun == self.at).then(|| (Rc::clone(&known.value), known.ended.clone()))
    }

    /// Begins a part of its own; the place where it begins.
    fn begin(&mut self) -> Place {
        let begun = self.at.clone();
        self.at.calls += 1;
        begun
    }

    fn keep_worked_out(&mut self, begun: Place, value: Rc<dyn Any>) {
        let number = begun.calls;
        if self.worked_out.len() <= number {
            self.worked_out.resize_with(number + 1, || None);
        }
        let ended = self.at.clone();
        if let Some(place) = self.worked_out.get_mut(number) {
            *place = Some(WorkedOut {
                value,
                begun,
                ended,
            });
        }
    }

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
        text_of(self.ask(effect))
    }

    /// Stored values, read at the same time; for each, the text, or why it could not be read.
    pub fn texts(&self, names: Vec<String>) -> Vec<Result<Option<String>, HostFailed>> {
        let loads = names.into_iter().map(Effect::Load).collect();
        self.together(loads).into_iter().map(text_of).collect()
    }

    /// Calls of the store at the same time: an answer for each, in the same order.
    pub fn together(&self, effects: Vec<Effect>) -> Vec<Answer> {
        let expected = effects.len();
        if expected == 0 {
            return Vec::new();
        }
        match self.ask(Effect::Together(effects)) {
            Answer::Together(answers) if answers.len() == expected => answers,
            other => vec![other; expected],
        }
    }

    /// Writes what the rest of the flow does not rest on: it goes along with the next call of the store, or is done when the flow ends.
    pub fn put_off(&self, write: Effect) {
        self.0.borrow_mut().at.put_off.push(write);
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
        done(self.ask(effect))
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

    /// Does a part of the flow in the first run that gets through it, and gives what came of it to the later ones. A run does the same for
    /// the same answers, so the call of this number, from the same place, is the same call; with debug assertions that is checked.
    pub fn once<T: Clone + PartialEq + 'static>(&self, work: impl FnOnce() -> T) -> T {
        let known = self.0.borrow().known();
        let known =
            known.and_then(|(value, ended)| Some((value.downcast_ref::<T>()?.clone(), ended)));
        let known = match known {
            // With debug assertions it is done again, and compared.
            Some((value, ended)) if !cfg!(debug_assertions) => {
                self.0.borrow_mut().at = ended;
                return value;
            }
            known => known,
        };
        let begun = self.0.borrow_mut().begin();
        let value = work();
        let mut run = self.0.borrow_mut();
        if let Some((known, ended)) = known {
            assert!(
                known == value && ended == run.at,
                "the flow did something else before"
            );
        } else if run.asked.is_none() {
            run.keep_worked_out(begun, Rc::new(value.clone()));
        }
        value
    }

    /// Notes something that another client may not do, once.
    pub fn deviate(&self, deviation: Deviation) {
        let mut run = self.0.borrow_mut();
        if !run.at.deviations.contains(&deviation) {
            run.at.deviations.push(deviation);
        }
    }

    /// What was noted so far.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        self.0.borrow().at.deviations.clone()
    }

    /// Everything fetched so far, in order: the evidence of this conversation. Nothing in a run that waits for an answer.
    #[must_use]
    pub fn seen(&self) -> Vec<Exchange> {
        let run = self.0.borrow();
        if run.asked.is_some() {
            return Vec::new();
        }
        let answers = run.answers.iter().take(run.at.used);
        answers.flat_map(exchanges_of).cloned().collect()
    }

    /// Whether a server has refused to answer for now: 403, 429.
    #[must_use]
    pub fn is_unwelcome(&self) -> bool {
        let run = self.0.borrow();
        let mut seen = run.answers.iter().take(run.at.used).flat_map(exchanges_of);
        seen.any(|one| matches!(one.status(), 403 | 429))
    }

    /// The answer, if it is known; else the effect is what the driver performs next. After that the rest of the run is for nothing,
    /// whatever the flow makes of the error.
    fn ask(&self, effect: Effect) -> Answer {
        let Some(names) = effect.stored() else {
            return self.ask_now(effect);
        };
        let put_off = std::mem::take(&mut self.0.borrow_mut().at.put_off);
        if put_off.is_empty() {
            return self.ask_now(effect);
        }
        let is_same = |write: &Effect| {
            let written = write.stored().unwrap_or_default();
            written.iter().any(|name| names.contains(name))
        };
        let first = put_off.len();
        // What was written a moment ago is not read, or written again, at the same time.
        let apart = put_off.iter().any(is_same);
        let mut all = put_off;
        if !apart {
            match effect.clone() {
                Effect::Together(effects) => all.extend(effects),
                one => all.push(one),
            }
        }
        let Answer::Together(mut answers) = self.ask_now(Effect::Together(all)) else {
            return Answer::Failed(String::new());
        };
        let rest = answers.split_off(first.min(answers.len()));
        if let Some(failed) = answers
            .into_iter()
            .find(|one| matches!(one, Answer::Failed(_)))
        {
            return failed;
        }
        match effect {
            effect if apart => self.ask_now(effect),
            Effect::Together(_) => Answer::Together(rest),
            _ => rest.into_iter().next().unwrap_or(Answer::Done),
        }
    }

    fn ask_now(&self, effect: Effect) -> Answer {
        let mut run = self.0.borrow_mut();
        if let Some(answer) = run.answers.get(run.at.used).cloned() {
            run.at.used += 1;
            return answer;
        }
        if run.asked.is_none()
            && let Some(answer) = run.at_once.and_then(|perform| perform(&effect))
        {
            run.answers.push(answer.clone());
            run.at.used += 1;
            return answer;
        }
        run.asked.get_or_insert(effect);
        Answer::Failed(String::new())
    }
}

/// What came of an effect that only has to be done.
///
/// # Errors
/// Where the host could not do it.
pub fn done(answer: Answer) -> Result<(), HostFailed> {
    match answer {
        Answer::Done => Ok(()),
        other => Err(failed("store", other)),
    }
}

fn text_of(answer: Answer) -> Result<Option<String>, HostFailed> {
    match answer {
        Answer::Text(text) => Ok(text),
        other => Err(failed("store", other)),
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

    /// The same, where some effects are answered without the driver, and so without another run.
    #[must_use]
    pub fn answering(mut self, at_once: AtOnce) -> Self {
        self.host.0.get_mut().at_once = Some(at_once);
        self
    }

    /// Runs the flow until it asks for something or is done.
    pub fn proceed(&mut self) -> Turn<T> {
        let run = self.host.0.get_mut();
        run.at = Place::default();
        let outcome = (self.flow)(&self.host);
        let run = self.host.0.get_mut();
        match run.asked.take() {
            Some(effect) => Turn::Perform(effect),
            // Once: where it fails, it only costs the next flow.
            None if !run.at.put_off.is_empty() && run.at.used == run.answers.len() => {
                Turn::Perform(Effect::Together(std::mem::take(&mut run.at.put_off)))
            }
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

    #[test]
    fn a_part_that_was_worked_out_is_not_asked_for_again_and_a_clock_needs_no_run() {
        let at_once = |effect: &Effect| match effect {
            Effect::Now => Some(Answer::Time(5.0)),
            _ => None,
        };
        let mut conversation = Conversation::new(|host: &Host| {
            let first = host.once(|| two_requests(host));
            let now = host.once(|| host.now());
            (first, now, two_requests(host))
        })
        .answering(at_once);
        let mut asked = 0;
        let ended = loop {
            match conversation.proceed() {
                Turn::Perform(Effect::Fetch(_)) => {
                    asked += 1;
                    conversation.answer(Answer::Exchanges(vec![Exchange::default()]));
                }
                Turn::Perform(other) => panic!("{other:?}"),
                Turn::Done(ended) => break ended,
            }
        };
        assert_eq!((ended, asked), ((2, Ok(5.0), 2), 4));
    }

    #[test]
    fn what_is_put_off_goes_along_or_comes_at_the_end_and_is_never_read_at_the_same_time() {
        let name = |text: &str| text.to_owned();
        let mut conversation = Conversation::new(move |host: &Host| {
            host.put_off(Effect::Save(name("a"), name("1")));
            let _ = host.text(Effect::Load(name("b")));
            host.put_off(Effect::Save(name("a"), name("2")));
            let _ = host.text(Effect::Load(name("a")));
            host.put_off(Effect::Delete(name("a")));
        });
        let mut performed = Vec::new();
        while let Turn::Perform(effect) = conversation.proceed() {
            performed.push(format!("{effect:?}"));
            let answer = |one: &Effect| match one {
                Effect::Load(_) => Answer::Text(None),
                _ => Answer::Done,
            };
            conversation.answer(match &effect {
                Effect::Together(effects) => Answer::Together(effects.iter().map(answer).collect()),
                one => answer(one),
            });
        }
        let expected = [
            "Together([Save(a), Load(b)])",
            "Together([Save(a)])",
            "Load(a)",
            "Together([Delete(a)])",
        ];
        assert_eq!(performed, expected);
    }
}
