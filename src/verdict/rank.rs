//! Sentence 2: the cause accounts for the stop.

use super::Found;
use crate::ledger::{Ledger, Outcome};
use std::cmp::Reverse;

/// The facts that stop a client, the likeliest cause first: those of the last attempt that has any before those of earlier ones.
#[must_use]
pub fn stops(ledger: &Ledger, found: &[Found]) -> Vec<usize> {
    let attempt_of = |one: &Found| one.fact.exchange.map(|at| ledger.attempt_of(at));
    let stopping = || {
        found
            .iter()
            .enumerate()
            .filter(|(_, one)| one.stops() && !one.is_told())
    };
    let last = stopping().filter_map(|(_, one)| attempt_of(one)).max();
    let mut stops: Vec<(usize, &Found)> = stopping().collect();
    stops.sort_by_key(|(at, one)| {
        let elsewhere = attempt_of(one).is_some_and(|attempt| Some(attempt) != last);
        let guessed = is_guess(ledger, one);
        let acted = !one.stage.is_discovery() && !guessed;
        let depth = if acted { one.stage as usize + 1 } else { 0 };
        let by_last = acted && is_last_stop(ledger, one);
        (elsewhere, guessed, Reverse(depth), Reverse(by_last), *at)
    });
    stops.into_iter().map(|(at, _)| at).collect()
}

/// Whether the fact is about an address that the client made up. An edge refuses whatever is asked, and a client's defect is the guess.
pub fn is_guess(ledger: &Ledger, one: &Found) -> bool {
    let Some(exchange) = one
        .fact
        .exchange
        .filter(|_| !matches!(one.rule.step(), "edge" | "client"))
    else {
        return false;
    };
    let attempt = ledger.attempts.get(ledger.attempt_of(exchange));
    attempt.is_some_and(|attempt| {
        let mut marks = attempt.marks.iter();
        marks.any(|mark| mark.exchange == exchange && mark.guessed)
    })
}

/// Whether the fact is about the last exchange that stopped its stage.
fn is_last_stop(ledger: &Ledger, one: &Found) -> bool {
    let Some(exchange) = one.fact.exchange else {
        return false;
    };
    let attempt = ledger.attempts.get(ledger.attempt_of(exchange));
    attempt.is_some_and(|attempt| {
        let mut stops = attempt.marks.iter().rev();
        let last = stops.find(|mark| mark.stage == one.stage && mark.outcome == Outcome::Stopped);
        last.is_some_and(|mark| mark.exchange == exchange)
    })
}
