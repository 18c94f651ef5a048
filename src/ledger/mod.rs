//! How far each attempt to sign in got: for every stage passed, stopped, unseen or not reached. It reads off statuses and documents what
//! happened, and judges nothing: whether a document that was read is right is for the rules.

mod mark;

pub use mark::{Mark, Outcome, stage_of};

use mark::marks;

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::stage::Stage;
use std::collections::BTreeMap;

/// Every attempt, in the order of time.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// At least one, even where nothing was seen.
    pub attempts: Vec<Attempt>,
    /// The attempt of each exchange.
    of: Vec<usize>,
    /// The last attempt of each agent.
    last_of: BTreeMap<String, usize>,
}

/// One client's attempt to get in.
#[derive(Clone, Debug, Default)]
pub struct Attempt {
    /// Its `User-Agent`; empty where none was seen.
    pub agent: String,
    /// What each of its exchanges did, in the order of time.
    pub marks: Vec<Mark>,
    /// The furthest stage that was come to, at an endpoint that the client did not make up.
    pub furthest: Option<Stage>,
}

/// What became of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Passed, as the exchange at this index shows.
    Passed(usize),
    /// Stopped by the exchange at this index, and not passed by another.
    Stopped(usize),
    /// Asked, and the answer was not seen well enough to tell.
    Unseen(usize),
    /// Nobody got there.
    NotReached,
}

impl Ledger {
    /// Groups the exchanges into attempts and reads off what happened.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let mut ledger = Self {
            attempts: Vec::new(),
            of: Vec::with_capacity(reading.steps.len()),
            last_of: BTreeMap::new(),
        };
        let mut last = 0;
        for index in 0..reading.steps.len() {
            last = ledger.place(reading, index, last);
            ledger.of.push(last);
            for mark in marks(reading, index) {
                if let Some(attempt) = ledger.attempts.get_mut(last) {
                    attempt.furthest = attempt
                        .furthest
                        .max(Some(mark.stage).filter(|_| !mark.guessed));
                    attempt.marks.push(mark);
                }
            }
        }
        if ledger.attempts.is_empty() {
            ledger.attempts.push(Attempt::default());
        }
        ledger
    }

    /// The attempt that an exchange belongs to.
    #[must_use]
    pub fn attempt_of(&self, index: usize) -> usize {
        self.of.get(index).copied().unwrap_or(0)
    }

    /// Whether what happened in one attempt is settled by another: by the same client's later one.
    #[must_use]
    pub fn follows(&self, earlier: usize, later: usize) -> bool {
        let agent = |at: usize| self.attempts.get(at).map(|one| one.agent.as_str());
        earlier <= later && agent(earlier) == agent(later)
    }

    /// The attempt to judge: the last one that did not get in, and whose client did not get in later; else the last.
    #[must_use]
    pub fn judged(&self) -> Option<&Attempt> {
        let settled = |one: &Attempt| {
            let last = self.last_of.get(&one.agent);
            one.is_in()
                || last
                    .and_then(|at| self.attempts.get(*at))
                    .is_some_and(Attempt::is_in)
        };
        let mut open = self.attempts.iter().rev().filter(|one| !settled(one));
        open.next().or_else(|| self.attempts.last())
    }

    /// The attempt that an exchange continues: the browser's requests belong to whoever sent it there; a client that asks again without a
    /// token after it had come to the authorization begins anew.
    fn place(&mut self, reading: &Reading, index: usize, last: usize) -> usize {
        let step = reading.steps.get(index).copied().unwrap_or(Step::Other);
        let by_browser = matches!(
            step,
            Step::Authorization
                | Step::AuthorizationPage
                | Step::Callback
                | Step::Preflight
                | Step::Other
        );
        if by_browser && !self.attempts.is_empty() {
            return last;
        }
        let agent = reading
            .exchange(index)
            .and_then(|one| one.request.headers.get("user-agent"))
            .unwrap_or_default();
        let found = match agent.is_empty() && !self.attempts.is_empty() {
            true => Some(last),
            false => self.last_of.get(&agent).copied(),
        };
        let opens = step == Step::Mcp && is_opening(reading, index);
        let goes_on = |at: &usize| {
            let reached = self.attempts.get(*at).and_then(|one| one.furthest);
            !opens || reached < Some(Stage::Authorization)
        };
        if let Some(at) = found.filter(goes_on) {
            return at;
        }
        self.attempts.push(Attempt {
            agent: agent.clone(),
            ..Attempt::default()
        });
        let at = self.attempts.len() - 1;
        self.last_of.insert(agent, at);
        at
    }
}

impl Attempt {
    /// What became of a stage. A stage that was passed once is passed, whatever another location answered; at the token and with it, the
    /// last answer counts, because what was valid expires.
    #[must_use]
    pub fn state(&self, stage: Stage) -> State {
        let here = || self.marks.iter().filter(move |one| one.stage == stage);
        let is = |outcome: Outcome| here().find(move |one| one.outcome == outcome);
        if stage >= Stage::Token {
            let told = here().rfind(|one| one.outcome != Outcome::Unseen);
            return match told {
                Some(one) if one.outcome == Outcome::Passed => State::Passed(one.exchange),
                Some(one) => State::Stopped(one.exchange),
                None => here()
                    .next()
                    .map_or(State::NotReached, |one| State::Unseen(one.exchange)),
            };
        }
        if let Some(one) = is(Outcome::Passed) {
            return State::Passed(one.exchange);
        }
        if let Some(one) = is(Outcome::Stopped) {
            return State::Stopped(one.exchange);
        }
        here()
            .next()
            .map_or(State::NotReached, |one| State::Unseen(one.exchange))
    }

    /// Whether a stage was passed.
    #[must_use]
    pub fn passed(&self, stage: Stage) -> bool {
        matches!(self.state(stage), State::Passed(_))
    }

    /// Whether a token was accepted in the end.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.passed(Stage::Access)
    }

    /// What was passed, in the order of time.
    pub fn passes(&self) -> impl Iterator<Item = &Mark> {
        let marks = self.marks.iter();
        marks.filter(|one| one.outcome == Outcome::Passed)
    }
}

/// Whether a client asks without a token, as it does first; not a call that only then turns out to need one.
fn is_opening(reading: &Reading, index: usize) -> bool {
    let one = reading.mcp_at(index);
    one.is_some_and(|one| {
        one.credential.is_none() && one.rpc_method.as_deref() != Some("tools/call")
    })
}
