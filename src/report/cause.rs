//! Which finding is the cause: by the order of the flow, by what explains the rest, and by what the person was told.
//!
//! 0. Where a gate of our own flow refused, what explains that refusal is the cause.
//! 1. A finding next to one that explains it (`Rule::explained_by`) is a consequence: never the cause.
//! 2. What a later success of the same step has overtaken did not stop this client.
//! 3. Beyond discovery, the step that was reached last and failed holds the cause; within discovery, the first error does,
//!    because a probe goes on where a client would have stopped.
//! 4. A symptom that names a later step than every error proves that the client got past them.
//! 5. Without an error, a symptom or a refused step makes a cause of what is only not offered or only a warning.

use super::decision::Decision;
use super::judged::{Judged, stage};
use super::lower::{overtake, subordinate};
use super::refused;
use super::told::Told;
use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Nature, Rule, Severity};
use crate::rules::token::outcome;
use crate::symptoms::Tells;

/// Decides, and lowers what is only a consequence or was overtaken; a cause that only the symptom tells is added.
pub fn decide(reading: &Reading, judged: &mut Vec<Judged>) -> Decision {
    overtake(reading, judged);
    subordinate(reading, judged);
    let refusal = reading.evidence.refusal.as_ref();
    if let Some(at) = refusal.and_then(|refusal| refused::place(reading, judged, refusal)) {
        return observed(judged, at);
    }
    let told = Told::of(reading);
    let errors: Vec<usize> = indexes(judged, |one| {
        one.severity == Severity::Error && one.rule.nature == Nature::Fault
    });
    if let Some(at) = first_error(judged, &errors) {
        if let Some(rule) = told.overrules(reading, judged, &errors) {
            return told.conclude(reading, judged, rule);
        }
        let agreed = errors.iter().copied().find(|index| {
            judged
                .get(*index)
                .is_some_and(|one| told.names(one.rule.id) && same_stage(judged, *index, at))
        });
        return observed(judged, agreed.unwrap_or(at));
    }
    if reading.symptom.is_empty() && !was_refused(reading) {
        return Decision::default();
    }
    let mut lesser = indexes(judged, |one| {
        one.rule.nature != Nature::Advice && one.severity > Severity::Info
    });
    if told.rows.is_empty() {
        lesser.extend(indexes(judged, |one| one.rule.nature == Nature::Fault));
    }
    let named = indexes(judged, |one| told.names(one.rule.id))
        .first()
        .copied();
    // A message of a later step proves that what is only a warning stopped nobody.
    let is_later = |rule: &Rule| {
        let before = |at: &usize| judged.get(*at).map(|one| stage(one.rule)) < Some(stage(rule));
        told.tells() == Some(Tells::Step) && lesser.iter().all(before)
    };
    let by_symptom = told
        .best(reading)
        .filter(|rule| told.tells() == Some(Tells::Cause) || is_later(rule));
    match (named, by_symptom, lesser.first(), told.best(reading)) {
        (Some(at), ..) => observed(judged, at),
        (None, Some(rule), ..) => told.conclude(reading, judged, rule),
        (None, None, Some(at), _) => observed(judged, *at),
        (None, None, None, Some(rule)) => told.conclude(reading, judged, rule),
        (None, None, None, None) => Decision::default(),
    }
}

fn observed(judged: &[Judged], at: usize) -> Decision {
    let rivals = judged
        .get(at)
        .filter(|one| one.fact.inferred)
        .map_or(&[][..], |one| one.rule.alternatives);
    Decision {
        cause: Some(at),
        others: rivals
            .iter()
            .map(|(id, tell)| (*id, (*tell).to_owned()))
            .collect(),
    }
}

fn indexes(judged: &[Judged], wanted: impl Fn(&Judged) -> bool) -> Vec<usize> {
    judged
        .iter()
        .enumerate()
        .filter(|(_, one)| wanted(one))
        .map(|(at, _)| at)
        .collect()
}

/// The first error of the last stage that has one.
fn first_error(judged: &[Judged], errors: &[usize]) -> Option<usize> {
    let stage_of = |at: &usize| judged.get(*at).map_or(0, |one| stage(one.rule));
    let last = errors.iter().map(stage_of).max()?;
    errors.iter().copied().find(|at| stage_of(at) == last)
}

fn same_stage(judged: &[Judged], one: usize, other: usize) -> bool {
    let stage_of = |at: usize| judged.get(at).map(|judged| stage(judged.rule));
    stage_of(one) == stage_of(other)
}

/// Whether any step of the flow was answered with a refusal, and no token was granted or got in afterwards; a tokenless 401 and a missing
/// well-known document are no such.
fn was_refused(reading: &Reading) -> bool {
    let refused_step = |step: &Step| {
        matches!(
            step,
            Step::Registration
                | Step::PushedAuthorization
                | Step::DeviceAuthorization
                | Step::Authorization
                | Step::Token
        )
    };
    let accepted = (reading.authenticated()).filter(|one| one.exchange.is_success());
    let granted = outcome::successes(reading).map(|one| one.index);
    let went_on = accepted.map(|one| one.index).chain(granted);
    let last = went_on.max();
    let is_left = |index: usize| last.is_none_or(|at| at < index);
    let by_endpoint = reading
        .steps
        .iter()
        .zip(&reading.evidence.exchanges)
        .enumerate()
        .any(|(index, (step, exchange))| {
            is_left(index) && refused_step(step) && exchange.status() >= 400
        });
    by_endpoint
        || reading
            .callbacks
            .iter()
            .any(|one| is_left(one.index) && one.callback.error.is_some())
        || reading
            .authenticated()
            .any(|one| is_left(one.index) && one.exchange.status() >= 400)
        || late_refusal(reading).is_some_and(is_left)
}

/// A tool call that is refused after public calls succeeded.
fn late_refusal(reading: &Reading) -> Option<usize> {
    reading
        .unauthorized()
        .find(|one| one.rpc_method.as_deref() == Some("tools/call"))
        .map(|one| one.index)
}
