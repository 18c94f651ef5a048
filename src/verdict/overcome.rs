//! Sentence 1: what the same client overcame later did not stop it.

use super::Found;
use crate::evidence::reading::Reading;
use crate::ledger::{Ledger, Mark};
use crate::rule::Severity;
use crate::spec::Revision;
use crate::stage::Stage;
use std::collections::BTreeSet;

/// Marks what was overcome, and lowers errors among it to warnings: they may stop others.
pub fn mark(reading: &Reading, ledger: &Ledger, found: &mut [Found]) {
    let unclean: BTreeSet<(usize, Stage)> = found
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .filter_map(|one| Some((one.fact.exchange?, one.stage)))
        .collect();
    for one in found.iter_mut() {
        one.overcome = is_overcome(reading, ledger, one, &unclean);
        if one.overcome && one.severity == Severity::Error {
            one.severity = Severity::Warning;
        }
    }
}

fn is_overcome(
    reading: &Reading,
    ledger: &Ledger,
    one: &Found,
    unclean: &BTreeSet<(usize, Stage)>,
) -> bool {
    let Some(at) = one.fact.exchange else {
        return false;
    };
    let own = ledger.attempt_of(at);
    let later = ledger.attempts.iter().enumerate().skip(own);
    let mut passes = later
        .filter(|(attempt, _)| ledger.follows(own, *attempt))
        .flat_map(|(_, attempt)| attempt.passes());
    let is_clean = |pass: &Mark| !unclean.contains(&(pass.exchange, pass.stage));
    // A document that was read and is wrong is not made right by what another location answers.
    let was_read = ledger.attempts.get(own).is_some_and(|attempt| {
        attempt
            .passes()
            .any(|pass| pass.exchange == at && pass.stage == one.stage)
    });
    passes.any(|pass| match pass.stage {
        Stage::Access => pass.exchange > at,
        _ if !pass.stage.is_discovery() => {
            pass.exchange > at && pass.stage >= one.stage && !pass.guessed
        }
        // Only a challenge leads to the metadata in 2025-06-18 (Authorization Server Location).
        _ if one.stage == Stage::Challenge && reading.revision == Revision::V2025_06_18 => false,
        // A location that did not answer, where another one did.
        _ if one.stage.is_discovery() && !was_read => {
            is_clean(pass)
                && pass.exchange != at
                && (pass.stage == one.stage || pass.stage > one.stage && pass.exchange > at)
        }
        _ => false,
    })
}
