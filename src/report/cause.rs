//! Which finding is the cause: by the order of the flow, by what explains the rest, and by what the person was told.
//!
//! 0. Where a gate of our own flow refused, what explains that refusal is the cause.
//! 1. A finding next to one that explains it (`Rule::explained_by`) is a consequence: never the cause.
//! 2. What a later success of the same step has overtaken did not stop this client.
//! 3. Beyond discovery, the step that was reached last and failed holds the cause; within discovery, the first error does,
//!    because a probe goes on where a client would have stopped.
//! 4. A symptom that names a later step than every error proves that the client got past them.
//! 5. Without an error, a symptom or a refused step makes a cause of what is only not offered or only a warning.

use super::judge::finding;
use super::refused;
use super::{Candidate, Finding};
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::Step;
use crate::rule::{Fact, Nature, Party, Rule, Severity, Verdict};
use crate::rules;
use crate::symptoms::{self, Tells};

/// A fact with the rule that found it.
#[derive(Clone)]
pub struct Judged {
    /// The rule.
    pub rule: &'static Rule,
    /// Its place in the order of the flow.
    pub order: usize,
    /// The severity under the revision that is judged.
    pub severity: Severity,
    /// The fact.
    pub fact: Fact,
}

/// The decision: an index into the judged facts, and what else fits.
#[derive(Debug, Default)]
pub struct Decision {
    /// The cause.
    pub cause: Option<usize>,
    /// Other rules that fit as well, with what would tell them apart.
    others: Vec<(&'static str, String)>,
}

impl Decision {
    /// Every cause that fits, the likeliest first; empty where only one does.
    #[must_use]
    pub fn candidates(&self, reading: &Reading, cause: Option<&Finding>) -> Vec<Candidate> {
        let Some(cause) = cause.filter(|_| !self.others.is_empty()) else {
            return Vec::new();
        };
        let first = Candidate {
            finding: cause.clone(),
            tell_apart: tell_apart(&cause.rule),
        };
        let others = self.others.iter().filter_map(|(id, tell)| {
            let rule = rules::by_id(id)?;
            let fact = Fact::default().inferred();
            let severity = rule.severity(reading.revision).unwrap_or(rule.severity);
            Some(Candidate {
                finding: finding(reading, rule, &fact, severity),
                tell_apart: tell.clone(),
            })
        });
        std::iter::once(first).chain(others).collect()
    }
}

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
    let by_symptom = told
        .best(reading)
        .filter(|_| told.tells() == Some(Tells::Cause));
    match (named, by_symptom, lesser.first(), told.best(reading)) {
        (Some(at), ..) => observed(judged, at),
        (None, Some(rule), ..) => told.conclude(reading, judged, rule),
        (None, None, Some(at), _) => observed(judged, *at),
        (None, None, None, Some(rule)) => told.conclude(reading, judged, rule),
        (None, None, None, None) => Decision::default(),
    }
}

/// What the symptom points to.
struct Told {
    rows: Vec<symptoms::Symptom>,
}

impl Told {
    fn of(reading: &Reading) -> Self {
        Self {
            rows: symptoms::matching(reading.evidence),
        }
    }

    fn tells(&self) -> Option<Tells> {
        self.rows.first().map(|row| row.tells)
    }

    fn names(&self, id: &str) -> bool {
        self.rows.iter().any(|row| row.rules.contains(&id))
    }

    /// The likeliest rule that the evidence doesn't refute: what was looked at and found right is not what is wrong.
    fn best(&self, reading: &Reading) -> Option<&'static Rule> {
        let telling = self
            .rows
            .iter()
            .filter(|row| row.tells > Tells::Little || Some(row.tells) == self.tells());
        let unrefuted = telling
            .flat_map(|row| &row.rules)
            .filter_map(|id| rules::by_id(id))
            .find(|rule| !refutes(reading, rule));
        unrefuted.or_else(|| rules::by_id(self.rows.first()?.rules.first()?))
    }

    /// The rule of a later step than every error's, where the symptom names the cause and no error explains it.
    fn overrules(
        &self,
        reading: &Reading,
        judged: &[Judged],
        errors: &[usize],
    ) -> Option<&'static Rule> {
        let rule = self
            .best(reading)
            .filter(|_| self.tells() == Some(Tells::Cause))?;
        let later = stage(rule) > 0
            && errors
                .iter()
                .filter_map(|at| judged.get(*at))
                .all(|one| stage(one.rule) < stage(rule) && !explains(one.rule, rule));
        // A message that repeats the error of an answer at hand tells of that answer, not of a later one.
        let repeated = errors
            .iter()
            .filter_map(|at| judged.get(*at)?.fact.exchange)
            .filter_map(|at| reading.error(at).code)
            .any(|code| code.len() > 3 && reading.symptom.contains(&code.to_ascii_lowercase()));
        (later && !repeated).then_some(rule)
    }

    /// The cause that only the symptom tells, and its rivals.
    fn conclude(
        &self,
        reading: &Reading,
        judged: &mut Vec<Judged>,
        rule: &'static Rule,
    ) -> Decision {
        let order = rules::ALL
            .iter()
            .position(|one| one.id == rule.id)
            .unwrap_or(0);
        let at = judged
            .iter()
            .position(|one| one.order > order)
            .unwrap_or(judged.len());
        let row = self.rows.iter().find(|row| row.rules.contains(&rule.id));
        judged.insert(
            at,
            Judged {
                rule,
                order,
                severity: rule.severity(reading.revision).unwrap_or(rule.severity),
                fact: Fact::titled(row.map(|row| concluded(rule, row.who)).unwrap_or_default())
                    .inferred(),
            },
        );
        let rules = row.map_or(&[][..], |row| row.rules.as_slice());
        let others = rules.iter().filter(|id| **id != rule.id);
        Decision {
            cause: Some(at),
            others: others.map(|id| (*id, tell_apart(id))).collect(),
        }
    }
}

/// Whether the evidence shows right what a rule would call wrong. A client's defect is none of it: others may have asked rightly.
fn refutes(reading: &Reading, rule: &Rule) -> bool {
    rule.party != Party::Client && matches!((rule.check)(reading), Verdict::Pass)
}

fn concluded(rule: &Rule, who: &str) -> String {
    let title = rule.title.trim_end_matches('.');
    format!("{title} (concluded from the message; {who})")
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

/// What to capture so that a rule can be judged.
fn tell_apart(id: &str) -> String {
    let step = id.split_once('/').map_or(id, |(step, _)| step);
    let what = match step {
        "registration" => "the registration request with its answer",
        "authorization" | "callback" => {
            "the address of the authorization request and of the callback, from the browser"
        }
        "token" => "the token request with its answer",
        "access" => "the MCP request with the token and its answer, headers included",
        "server" => "the authorization server's metadata, whole",
        "resource" => {
            "the protected resource metadata, whole, and the address the client was given"
        }
        "challenge" | "contact" => {
            "the first MCP request without a token and its answer, headers included"
        }
        "browser" => "the browser's console, and the same request from outside a browser",
        "edge" => {
            "the same request from a terminal (curl) and from the client, with the answers' headers"
        }
        _ => "every request of the client with its answer, as a HAR file",
    };
    format!("Capture {what}.")
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

/// How far into the flow a rule's step lies: 0 is discovery, which a probe does as a whole.
fn stage(rule: &Rule) -> usize {
    match rule.step() {
        "registration" => 1,
        "authorization" => 2,
        "callback" => 3,
        "token" => 4,
        "access" => 5,
        _ => 0,
    }
}

fn explains(one: &Rule, other: &Rule) -> bool {
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

/// Lowers the errors that another error explains.
fn subordinate(reading: &Reading, judged: &mut [Judged]) {
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

/// Lowers the errors of a step that worked later: a retry, another location, the token that was obtained in the end.
fn overtake(reading: &Reading, judged: &mut [Judged]) {
    for one in judged
        .iter_mut()
        .filter(|one| one.severity == Severity::Error)
    {
        let Some(at) = one.fact.exchange.filter(|_| one.rule.step() != "edge") else {
            continue;
        };
        let worked = reading
            .authenticated()
            .any(|later| later.index > at && later.exchange.is_success());
        if worked || (stage(one.rule) > 0 && repeated_with_success(reading, at)) {
            one.severity = Severity::Warning;
        }
    }
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

/// Whether any step of the flow was answered with a refusal; a tokenless 401 and a missing well-known document are no such.
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
    let by_endpoint = reading
        .steps
        .iter()
        .zip(&reading.evidence.exchanges)
        .any(|(step, exchange)| refused_step(step) && exchange.status() >= 400);
    by_endpoint
        || reading
            .callbacks
            .iter()
            .any(|one| one.callback.error.is_some())
        || reading
            .authenticated()
            .any(|one| one.exchange.status() >= 400)
        || late_refusal(reading)
}

/// A tool call that is refused after public calls succeeded.
fn late_refusal(reading: &Reading) -> bool {
    reading
        .unauthorized()
        .any(|one| one.rpc_method.as_deref() == Some("tools/call"))
}
