//! Lowers what did not stop this client: what another error explains, and what worked later.

use super::judged::{Judged, stage};
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::Step;
use crate::rule::{Rule, Severity};

/// Lowers the errors of a step that worked later: a retry, another location, the token that was obtained in the end.
pub fn overtake(reading: &Reading, judged: &mut [Judged]) {
    for one in judged
        .iter_mut()
        .filter(|one| one.severity == Severity::Error)
    {
        let Some(at) = one.fact.exchange else {
            continue;
        };
        // Another client may have got through where an edge kept one out: only the very same request tells.
        if one.rule.step() == "edge" {
            if reading.goes_through_later(at) {
                one.severity = Severity::Warning;
            }
            continue;
        }
        let worked = reading
            .authenticated()
            .any(|later| later.index > at && later.exchange.is_success());
        if worked || (stage(one.rule) > 0 && repeated_with_success(reading, at)) {
            one.severity = Severity::Warning;
        }
    }
}

/// Lowers the errors that another error explains.
pub fn subordinate(reading: &Reading, judged: &mut [Judged]) {
    let errors: Vec<Judged> = judged
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .cloned()
        .collect();
    for one in judged.iter_mut() {
        let explained = errors.iter().any(|by| {
            by.rule.id != one.rule.id
                && (explains(by.rule, one.rule) || is_edge_of(reading, by, one))
        });
        if explained {
            one.severity = Severity::Info;
        }
    }
}

/// Whether a finding of one rule makes one of another a consequence.
#[must_use]
pub fn explains(one: &Rule, other: &Rule) -> bool {
    let covers = |list: &[&str], id: &str| {
        list.iter()
            .any(|by| *by == id || (by.ends_with('/') && id.starts_with(by)))
    };
    covers(other.explained_by, one.id) || covers(one.explains, other.id)
}

/// Whether an edge gave the answer that the other finding is about: what refuses like it, is it.
fn is_edge_of(reading: &Reading, edge: &Judged, other: &Judged) -> bool {
    let status = |one: &Judged| Some(reading.exchange(one.fact.exchange?)?.status());
    edge.rule.step() == "edge"
        && other.rule.step() != "edge"
        && status(edge).is_some_and(|refused| refused >= 400 && status(other) == Some(refused))
}

fn repeated_with_success(reading: &Reading, at: usize) -> bool {
    let (Some(step), Some(failed)) = (reading.steps.get(at), reading.exchange(at)) else {
        return false;
    };
    reading.of_step(*step).any(|(index, exchange)| {
        index > at
            && place(&exchange.request.url) == place(&failed.request.url)
            && exchange.is_success()
            && reading.error(index).code.is_none()
            && *step != Step::Mcp
    })
}
