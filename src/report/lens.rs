//! The same evidence under every revision of the specification: which rule first breaks where.

use super::{Overall, Report, judge};
use crate::evidence::Evidence;
use crate::flow::discover::well_known;
use crate::rule::Severity;
use crate::spec::Revision;
use serde::Serialize;

/// The evidence under all revisions, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lens {
    /// One row a revision.
    pub revisions: Vec<Row>,
    /// The first revision that a sign-in is blocked under although it wasn't under the one before; nothing where that never changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breaks_from: Option<Revision>,
    /// The first revision under which a sign-in is no longer blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub works_from: Option<Revision>,
}

/// One revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Which.
    pub revision: Revision,
    /// The answer in one word; `undetermined` also where nobody asked for what this revision would ask for.
    pub verdict: Overall,
    /// The rule that breaks first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Broken>,
    /// Ids of all rules that stop a conforming client: errors, and what is not offered although it is needed.
    pub stops: Vec<String>,
}

/// A rule that breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Its id.
    pub rule: String,
    /// The fact.
    pub title: String,
}

/// Judges the evidence under each revision.
#[must_use]
pub fn lens(evidence: &Evidence) -> Lens {
    let mut evidence = evidence.clone();
    let revisions: Vec<Row> = Revision::ALL
        .into_iter()
        .map(|revision| {
            evidence.revision = Some(revision);
            row(revision, &evidence)
        })
        .collect();
    let change = |from: bool| {
        let pairs = revisions.iter().zip(revisions.iter().skip(1));
        let mut changed = pairs.filter(|(before, after)| {
            was_seen(before) && broken(before) == from && broken(after) != from
        });
        changed.next().map(|(_, after)| after.revision)
    };
    Lens {
        breaks_from: change(false),
        works_from: change(true),
        revisions,
    }
}

fn row(revision: Revision, evidence: &Evidence) -> Row {
    let report = judge(evidence);
    let mut stopping = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .peekable();
    let first = report.cause.as_ref().or_else(|| stopping.peek().copied());
    let first = first.map(|finding| Broken {
        rule: finding.rule.clone(),
        title: finding.title.clone(),
    });
    let mut stops: Vec<String> = stopping.map(|finding| finding.rule.clone()).collect();
    stops.dedup();
    let unseen =
        revision == Revision::V2025_03_26 && stops.is_empty() && !asked_origin(evidence, &report);
    Row {
        revision,
        verdict: if unseen {
            Overall::Undetermined
        } else {
            report.verdict
        },
        first,
        stops,
    }
}

/// Whether somebody asked for the one document from which 2025-03-26 signs in (Authorization Base URL).
fn asked_origin(evidence: &Evidence, report: &Report) -> bool {
    let server = report.server.as_deref().unwrap_or_default();
    well_known::legacy(server).is_ok_and(|legacy| {
        let mut asked = evidence.exchanges.iter();
        asked.any(|one| one.request.url == legacy.metadata_url)
    })
}

/// Nothing can change against what nobody saw.
fn was_seen(row: &Row) -> bool {
    broken(row) || row.verdict != Overall::Undetermined
}

fn broken(row: &Row) -> bool {
    !row.stops.is_empty()
}

#[cfg(test)]
mod tests;
