//! The next actions of a report: the best first, the others after it, and those that the evidence rules out with the reason.

use super::host::HostInfo;
use super::known::Known;
use super::offer;
use super::ways;
use crate::action::{Action, ActionKind, RuledOut};
use crate::evidence::reading::Reading;
use crate::finding::{Finding, Overall};
use crate::reasons::Tells;

/// What actions are chosen from.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// The evidence, recognised.
    pub reading: &'a Reading<'a>,
    /// The answer in one word.
    pub verdict: Overall,
    /// The first cause.
    pub cause: Option<&'a Finding>,
    /// Everything found, in the order of the flow.
    pub findings: &'a [Finding],
    /// Who asks.
    pub host: &'a HostInfo,
}

/// What to do now, the best first, and what is ruled out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// At least one, but where nothing is wrong and nobody has to sign in.
    pub actions: Vec<Action>,
    /// Ways that somebody would think of, and why they don't work here.
    pub ruled_out: Vec<RuledOut>,
}

/// Chooses.
#[must_use]
pub fn actions(judged: &Judged<'_>) -> Advice {
    let known = Known::new(judged.reading, judged.host);
    let mut advice = Advice::default();
    let leading = judged.cause.or_else(|| in_the_way(&known, judged));
    let wanted = ways::for_report(&known, judged.verdict, leading);
    for kind in wanted {
        if advice.actions.iter().any(|action| action.kind == kind)
            || advice.ruled_out.iter().any(|one| one.kind == kind)
        {
            continue;
        }
        match offer::offer(kind, &known, leading) {
            Ok(action) => advice.actions.push(action),
            Err(why) => advice.ruled_out.push(RuledOut { kind, why }),
        }
    }
    if advice.actions.is_empty()
        && let Some(finding) = leading
        && let Ok(action) = offer::offer(ways::report_to(finding.party), &known, leading)
    {
        advice.actions.push(action);
    }
    if judged.verdict == Overall::Undetermined
        && let Ok(action) = offer::offer(ActionKind::CaptureMore, &known, leading)
        && !advice.actions.contains(&action)
    {
        let at = usize::from(!says_little(judged.reading));
        advice.actions.insert(advice.actions.len().min(at), action);
    }
    let asking = offer::servers(judged.reading);
    if !asking.is_empty() {
        // What a configuration leaves open, its server answers.
        advice
            .actions
            .retain(|action| action.kind != ActionKind::CaptureMore);
        advice.actions.extend(asking);
    }
    advice
}

/// Whether a message that fits nearly everything is all there is: then looking comes before fixing.
fn says_little(reading: &Reading<'_>) -> bool {
    reading.evidence.exchanges.is_empty()
        && reading
            .claims
            .first()
            .is_some_and(|row| row.tells == Tells::Little)
}

/// Without a cause: the first thing that a sign-in will need of the person.
fn in_the_way<'a>(known: &Known<'_>, judged: &Judged<'a>) -> Option<&'a Finding> {
    let mut findings = judged.findings.iter();
    findings.find(|finding| judged.verdict != Overall::Ok && ways::is_in_the_way(known, finding))
}
