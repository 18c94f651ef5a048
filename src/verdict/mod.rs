//! What stopped the sign-in, and how sure that is. Everything that decides stands in this folder; it obeys five sentences:
//!
//! 1. What the same client overcame later did not stop it: such a finding stays, and is never the cause.
//! 2. The cause accounts for the stop: of the stages that a client acts at, the last that was stopped; within discovery, which a probe
//!    asks as a whole, the first. What happened at an address that the client made up comes last.
//! 3. A message is a claim: it confirms a finding, and that is the cause; or what was seen refutes it, and it is dropped; or it adds a
//!    candidate, which is never certain beside a stop that was seen.
//! 4. Where a gate of our own refused, the cause is the stop that was seen there, or later; where none was, it is what the gate checks.
//! 5. The verdict is read off: `ok` only for what was seen to pass, `blocked` only with a cause that was observed or told whole.

mod claims;
mod overcome;
mod rank;
mod read_off;

pub use claims::{Claim, Claims};

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::finding::Overall;
use crate::ledger::{Ledger, stage_of};
use crate::rule::{Certainty, Fact, Rule, Severity};
use crate::rules;
use crate::stage::Stage;

/// At most this many causes are offered where several fit.
pub const CANDIDATES: usize = 4;

/// A fact with the rule that found it, and what the ledger says of it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: &'static Rule,
    /// Its place in the order of the flow.
    pub order: usize,
    /// Where in the flow it stops a client.
    pub stage: Stage,
    /// The severity under the revision that is judged; lower where it was overcome.
    pub severity: Severity,
    /// Whether the same client got past it.
    pub overcome: bool,
    /// The fact.
    pub fact: Fact,
}

/// What was decided.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The answer in one word.
    pub verdict: Overall,
    /// The cause, an index into the facts.
    pub cause: Option<usize>,
    /// How sure the cause is.
    pub certainty: Certainty,
    /// Other causes that fit as well, the likeliest first: at most [`CANDIDATES`] with the cause.
    pub others: Vec<usize>,
    /// Rules that the message speaks of although what was seen shows the opposite.
    pub refuted: Vec<&'static Rule>,
    /// The stage that the evidence ends at, where it ends too early to tell.
    pub ends_at: Option<Stage>,
}

impl Found {
    /// A rule's fact in its place.
    #[must_use]
    pub fn new(reading: &Reading, rule: &'static Rule, fact: Fact) -> Self {
        let order = rules::ALL.iter().position(|one| one.id == rule.id);
        let severity = rule.severity(reading.revision).unwrap_or(rule.severity);
        let shown_at = fact.exchange.and_then(|at| stage_of(reading, at));
        // What is wrong with a connection stops the stage that the connection was for.
        let stage = match rule.stage() {
            Some(Stage::Contact) | None => shown_at.or(rule.stage()),
            stage => stage,
        };
        Self {
            rule,
            order: order.unwrap_or(0),
            stage: stage.unwrap_or(Stage::Contact),
            severity: fact.severity.unwrap_or(severity),
            overcome: false,
            fact,
        }
    }

    /// Whether it stops a client and was not overcome.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.severity == Severity::Error && !self.overcome
    }

    /// Whether nothing is broken, and a person has to bring something.
    #[must_use]
    pub fn needs_person(&self) -> bool {
        self.rule.needs_person || self.fact.needs_person
    }

    /// Whether only the message says so.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.fact.certainty == Certainty::Told
    }
}

/// Decides. `refusal` is what explains the refusal of a gate of our own, if one refused.
#[must_use]
pub fn decide(
    reading: &Reading,
    found: &mut Vec<Found>,
    refusal: Option<(&'static Rule, Fact)>,
) -> Decision {
    let ledger = Ledger::of(reading);
    overcome::mark(reading, &ledger, found);
    let claims = Claims::of(reading);
    let ranked = rank::stops(&ledger, found);
    if let Some((rule, fact)) = refusal {
        let cause = refused(reading, found, &ranked, rule, fact);
        return claims::observed(reading, found, cause, &[]);
    }
    let decision = claims::weigh(reading, &ledger, found, &ranked, &claims);
    match decision.verdict {
        Overall::Blocked | Overall::Needs if is_document_alone(reading) => Decision {
            verdict: Overall::Undetermined,
            ends_at: Some(Stage::Contact),
            ..decision
        },
        Overall::Undetermined if is_document_alone(reading) => Decision {
            cause: None,
            others: Vec::new(),
            ..decision
        },
        _ => decision,
    }
}

/// Whether all there is are documents of an authorization server that no MCP server named: nobody tried to sign in with them.
fn is_document_alone(reading: &Reading) -> bool {
    let is_document = |step: &Step| matches!(step, Step::ServerMetadata | Step::Other);
    reading.server.is_none() && reading.claims.is_empty() && reading.steps.iter().all(is_document)
}

/// The finding that explains a refusal: the stop that was seen at its stage or later, as a capture of the same is judged; else the one of
/// its rule; else a new one, made of what the refusal says.
fn refused(
    reading: &Reading,
    found: &mut Vec<Found>,
    ranked: &[usize],
    rule: &'static Rule,
    fact: Fact,
) -> usize {
    let stage = rule.stage().unwrap_or(Stage::Contact);
    // A request without an answer is the last one that was sent, at whatever stage that was.
    let is_unanswered = rule.id == "contact/unreachable";
    let accounts = |one: &Found| match one.stage.is_discovery() {
        true => stage.is_discovery(),
        false => one.stage >= stage || is_unanswered,
    };
    let seen = ranked.first().copied();
    let seen = seen.filter(|at| {
        let one = found.get(*at);
        one.is_some_and(|one| {
            accounts(one) && (one.fact.certainty == Certainty::Observed || one.stage == stage)
        })
    });
    let same = || {
        let mut all = found.iter();
        all.position(|one| one.rule.id == rule.id && !one.overcome)
    };
    seen.or_else(same)
        .unwrap_or_else(|| insert(found, Found::new(reading, rule, fact)))
}

/// Adds a fact at its place in the order of the flow, and says where that is.
fn insert(found: &mut Vec<Found>, one: Found) -> usize {
    let at = found
        .iter()
        .position(|other| other.order > one.order)
        .unwrap_or(found.len());
    found.insert(at, one);
    at
}

/// A cause that nothing speaks against.
fn certain(found: &[Found], cause: usize) -> Decision {
    let one = found.get(cause);
    let needs = one.is_some_and(Found::needs_person);
    Decision {
        verdict: if needs {
            Overall::Needs
        } else {
            Overall::Blocked
        },
        cause: Some(cause),
        certainty: one.map_or(Certainty::Observed, |one| one.fact.certainty),
        others: Vec::new(),
        refuted: Vec::new(),
        ends_at: None,
    }
}
