//! Many random interleavings of sign-ins, callbacks, refreshes and faults against servers that do everything right. The seed is printed;
//! `SOAK_SEED` repeats a run, `SOAK_SECONDS` makes it longer.

mod promises;

use crate::support::faulty::unanswered;
use crate::support::honest::{Ended, Honest, beginning, completion, kept, options, renewal};
use crate::support::{World, each};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Outcome;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A conversation under way, and what it waits for.
struct Live {
    conversation: Conversation<Ended>,
    waiting: Option<Effect>,
    locks: BTreeSet<String>,
    /// It has sent something that spends a code or a token, whose result a dying process takes with it.
    committed: bool,
}

/// What went wrong in a run, so far as a promise may depend on it.
#[derive(Default)]
struct Faults {
    answers_lost: usize,
    writes_lost: usize,
    reads_lost: usize,
    killed: usize,
}

struct Run {
    honest: Honest,
    world: World,
    live: Vec<Live>,
    held: BTreeSet<String>,
    callbacks: Vec<(String, String)>,
    faults: Faults,
    seed: u64,
    ended: usize,
}

#[test]
fn no_interleaving_loses_a_good_credential_or_spends_one_twice() {
    let seconds = variable("SOAK_SECONDS").unwrap_or(2);
    let first = variable("SOAK_SEED");
    let seed = first.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |since| u64::try_from(since.as_nanos()).unwrap_or(1)) | 1
    });
    println!("SOAK_SEED={seed}");
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let (mut runs, mut ended) = (0_u64, 0);
    while Instant::now() < deadline && !(first.is_some() && runs > 0) {
        let own_seed = seed.wrapping_add(runs.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1;
        ended += Run::new(own_seed).play();
        runs += 1;
    }
    println!("{runs} interleavings, {ended} conversations");
    assert!(ended > 0);
}

impl Run {
    fn new(seed: u64) -> Self {
        let honest = Honest::default();
        let world = honest.world();
        Self {
            honest,
            world,
            live: Vec::new(),
            held: BTreeSet::new(),
            callbacks: Vec::new(),
            faults: Faults::default(),
            seed,
            ended: 0,
        }
    }

    fn play(mut self) -> usize {
        let own = self.seed;
        for _ in 0..120 {
            match self.draw(10) {
                0 if self.live.len() < 4 => self.begin(),
                1 if self.live.len() < 4 => self.come_back(),
                2 | 3 if self.live.len() < 4 => self.refresh(),
                4 if self.draw(6) == 0 => self.kill(),
                5 if self.draw(8) == 0 => self.jump(),
                _ => self.step(),
            }
        }
        for _ in 0..10_000 {
            if self.live.is_empty() {
                break;
            }
            self.step();
        }
        assert!(
            self.live.is_empty(),
            "seed {own}: a conversation never ends"
        );
        self.judge(own);
        self.ended
    }

    fn begin(&mut self) {
        let dpop = Some(self.draw(2) == 0);
        self.add(beginning(SignInOptions { dpop, ..options() }));
    }

    /// A callback comes back: the right one, twice, or one of a stranger.
    fn come_back(&mut self) {
        if self.callbacks.is_empty() {
            return;
        }
        let at = self.draw(self.callbacks.len());
        let (id, url) = self.callbacks[at].clone();
        let url = match self.draw(5) {
            0 => url.replace("state=", "state=x"),
            _ => url,
        };
        self.add(completion(id, url));
    }

    fn refresh(&mut self) {
        if let Some(tokens) = kept(&self.world) {
            self.add(renewal(&tokens));
        }
    }

    /// The process dies in the middle: the conversation is dropped, its locks fall.
    fn kill(&mut self) {
        if self.live.is_empty() {
            return;
        }
        let at = self.draw(self.live.len());
        let gone = self.live.swap_remove(at);
        self.faults.killed += 1;
        self.faults.answers_lost += usize::from(gone.committed);
        for lock in gone.locks {
            self.held.remove(&lock);
        }
    }

    fn jump(&mut self) {
        let by = [-3_600_000.0, 90_000.0, 4_000_000.0][self.draw(3)];
        self.world.now += by;
    }

    fn add(&mut self, conversation: Conversation<Ended>) {
        self.live.push(Live {
            conversation,
            waiting: None,
            locks: BTreeSet::new(),
            committed: false,
        });
    }

    /// One conversation goes one effect further.
    fn step(&mut self) {
        if self.live.is_empty() {
            return;
        }
        let at = self.draw(self.live.len());
        let effect = match self.live[at].waiting.take() {
            Some(effect) => effect,
            None => match self.live[at].conversation.proceed() {
                Turn::Perform(effect) => effect,
                Turn::Done(ended) => return self.end(at, ended),
            },
        };
        if let Effect::Lock(key) = &effect
            && self.held.contains(key)
        {
            self.live[at].waiting = Some(effect);
            return;
        }
        self.live[at].committed |= matches!(effect, Effect::Commit(_));
        let answer = self.perform(at, effect);
        self.live[at].conversation.answer(answer);
    }

    fn perform(&mut self, at: usize, effect: Effect) -> Answer {
        match effect {
            Effect::Lock(key) => {
                self.held.insert(key.clone());
                self.live[at].locks.insert(key);
                Answer::Done
            }
            Effect::Unlock(key) => {
                self.held.remove(&key);
                self.live[at].locks.remove(&key);
                Answer::Done
            }
            Effect::Fetch(_) | Effect::Commit(_) if self.draw(20) == 0 => self.lose_answers(effect),
            Effect::Save(..) if self.draw(40) == 0 => {
                self.faults.writes_lost += 1;
                match self.draw(2) {
                    0 => Answer::Failed("the disk is full".to_owned()),
                    _ => Answer::Done,
                }
            }
            Effect::Load(_) | Effect::Take(_) | Effect::Keys(_) if self.draw(60) == 0 => {
                self.faults.reads_lost += 1;
                Answer::Failed("the disk is busy".to_owned())
            }
            Effect::Delete(_) if self.draw(40) == 0 => {
                self.faults.writes_lost += 1;
                Answer::Failed("the disk is busy".to_owned())
            }
            together @ Effect::Together(_) => each(together, &mut |one| self.perform(at, one)),
            other => self.world.perform(other),
        }
    }

    /// The network fails: before the request arrives, or after the server has done its part.
    fn lose_answers(&mut self, effect: Effect) -> Answer {
        let (Effect::Fetch(requests) | Effect::Commit(requests)) = effect.clone() else {
            return Answer::Done;
        };
        if self.draw(2) == 0 {
            self.faults.answers_lost += 1;
            self.world.perform(effect);
        }
        unanswered(requests)
    }

    fn end(&mut self, at: usize, ended: Ended) {
        self.ended += 1;
        let gone = self.live.swap_remove(at);
        assert!(
            gone.locks.is_empty() || ended.is_err(),
            "a lock outlived its conversation"
        );
        for lock in gone.locks {
            self.held.remove(&lock);
        }
        if let Ok(Outcome::OpenBrowser { url, pending, .. }) = ended {
            self.callbacks
                .push((pending.id.clone(), self.honest.approve(&url)));
        }
    }

    /// xorshift: small, and the same everywhere.
    fn draw(&mut self, below: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        usize::try_from(self.seed % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
