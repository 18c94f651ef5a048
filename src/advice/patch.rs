//! Which corrections a report has: each finding's, by its rule.

use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::finding::Finding;
use crate::patch::{Patch, Spot};
use crate::rules;

/// The corrections for the findings, as far as the evidence tells what is right.
#[must_use]
pub fn patches(evidence: &Evidence, findings: &[Finding]) -> Vec<Patch> {
    let reading = Reading::new(evidence, revision_of(evidence));
    let mut all: Vec<Patch> = Vec::new();
    for finding in findings {
        let made = for_finding(&reading, finding);
        all.extend(made.filter(|made| {
            !all.iter()
                .any(|one| one.rule == made.rule && one.url == made.url)
        }));
    }
    all
}

/// The correction for one finding, if the evidence tells what is right and one is enough for it.
#[must_use]
pub fn for_finding(reading: &Reading<'_>, finding: &Finding) -> Option<Patch> {
    let patch = rules::by_id(&finding.rule)?.patch?;
    let spot = Spot {
        exchange: finding.r#where.as_ref().and_then(|place| place.exchange),
        expected: finding.expected.as_deref(),
    };
    Some(Patch {
        rule: finding.rule.clone(),
        ..patch(reading, &spot)?
    })
}

#[cfg(test)]
mod tests;
