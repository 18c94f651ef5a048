//! Sentence 5: the verdict is read off the ledger, where no stop was seen.

use super::{Decision, Found};
use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::finding::Overall;
use crate::ledger::{Attempt, Ledger, State};
use crate::reasons::{self, Tells};
use crate::rule::{Certainty, Severity};
use crate::stage::Stage;
use std::cmp::Reverse;

/// What was seen to pass, and where the evidence ends.
#[must_use]
pub fn seen(reading: &Reading, ledger: &Ledger, found: &[Found]) -> Decision {
    let nothing = Decision {
        verdict: Overall::Nothing,
        cause: None,
        certainty: Certainty::Observed,
        others: Vec::new(),
        refuted: Vec::new(),
        ends_at: None,
    };
    let of_flow = reading.steps.iter().any(|step| *step != Step::Other);
    let Some(attempt) = ledger.judged().filter(|_| of_flow) else {
        return match says_little(reading) {
            true => Decision {
                verdict: Overall::Undetermined,
                ends_at: Some(Stage::Contact),
                ..nothing
            },
            false => nothing,
        };
    };
    if attempt.is_in() || reading.is_let_in() && missing(attempt) != Some(Stage::Contact) {
        return Decision {
            verdict: Overall::Ok,
            ..nothing
        };
    }
    let needs = found
        .iter()
        .position(|one| one.needs_person() && one.severity > Severity::Info && !one.overcome);
    // Where a person has to decide before the next stage is asked, the evidence ends there for that reason.
    let decides = |end: &Stage| {
        let nobody_asked = attempt.state(*end) == State::NotReached;
        let stage = needs.and_then(|at| found.get(at)).map(|one| one.stage);
        nobody_asked && stage.is_some_and(|stage| stage as usize + 1 == *end as usize)
    };
    let ends_at = missing(attempt).filter(|end| !decides(end));
    let verdict = match (ends_at, needs) {
        (Some(_), _) => Overall::Undetermined,
        (None, Some(_)) => Overall::Needs,
        (None, None) => Overall::Ok,
    };
    Decision {
        verdict,
        cause: needs,
        ends_at,
        ..nothing
    }
}

/// Whether all that was given is a message of a client that fits a sign-in as well as other failures.
fn says_little(reading: &Reading) -> bool {
    let meaning = reasons::meaning(&reading.symptom);
    let tells = reading.claims.iter().any(|one| one.tells > Tells::Little);
    reading.evidence.exchanges.is_empty() && !tells && meaning.is_some_and(|one| one.may_be_sign_in)
}

/// The first stage of discovery that nobody saw pass; a stage that a later one proves is not asked for.
fn missing(attempt: &Attempt) -> Option<Stage> {
    let proven = |stage: Stage| {
        let later = Stage::ALL.into_iter().filter(|one| *one > stage);
        let beyond = |one: Stage| !one.is_discovery() && attempt.passed(one);
        attempt.passed(stage) || later.into_iter().any(beyond)
    };
    let stopped = Stage::ALL
        .into_iter()
        .rev()
        .find(|stage| !stage.is_discovery() && attempt.state(*stage) != State::NotReached);
    if let Some(stage) = stopped.filter(|stage| !attempt.passed(*stage)) {
        return Some(stage);
    }
    // A code is there, and nobody saw what it was exchanged for.
    if attempt.passed(Stage::Callback) && attempt.state(Stage::Token) == State::NotReached {
        return Some(Stage::Token);
    }
    // A token is there, and nobody saw whether the server accepts it.
    if attempt.passed(Stage::Token) && !attempt.passed(Stage::Access) {
        return Some(Stage::Access);
    }
    let found_metadata = proven(Stage::Resource) || proven(Stage::Server);

    [
        Stage::Contact,
        Stage::Challenge,
        Stage::Resource,
        Stage::Server,
    ]
    .into_iter()
    .find(|stage| match stage {
        // The well-known locations answer the same question (RFC 9728 §3, MCP 2025-03-26 for the server's own origin).
        Stage::Challenge => !proven(Stage::Challenge) && !found_metadata,
        Stage::Resource => !proven(Stage::Resource) && !proven(Stage::Server),
        stage => !proven(*stage),
    })
}

/// What may stop some clients, the nearest to where the evidence ends first.
#[must_use]
pub fn near(ledger: &Ledger, found: &[Found], ends_at: Option<Stage>) -> Vec<usize> {
    let attempt = ledger.judged();
    let furthest = attempt.and_then(|attempt| attempt.furthest);
    let before_end =
        |one: &Found| ends_at.is_none_or(|end| Some(one.stage) <= furthest.max(Some(end)));
    // What the client got past did not stop it later on.
    let stopped = attempt
        .zip(ends_at)
        .filter(|(attempt, end)| matches!(attempt.state(*end), State::Stopped(_)));
    let got_past = |one: &Found| {
        stopped.is_some_and(|(attempt, end)| one.stage < end && attempt.passed(one.stage))
    };
    let mut lesser: Vec<(usize, &Found)> = found
        .iter()
        .enumerate()
        .filter(|(_, one)| one.severity == Severity::Warning && !one.overcome && !one.is_told())
        .filter(|(_, one)| before_end(one) && !got_past(one))
        .collect();
    lesser.sort_by_key(|(at, one)| (Reverse(one.stage), *at));
    lesser.into_iter().map(|(at, _)| at).collect()
}
