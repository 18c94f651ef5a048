//! Sentence 3: a message is a claim. It confirms a finding, is refuted by what was seen, or adds a candidate.

use super::{CANDIDATES, Decision, Found, certain, insert, rank, read_off};
use crate::evidence::reading::Reading;
use crate::finding::Overall;
use crate::ledger::Ledger;
use crate::reasons::{self, Tells};
use crate::rule::{Certainty, Fact, Party, Rule, Severity, Verdict};
use crate::rules;
use crate::stage::Stage;

/// What the message says, the most telling first.
#[derive(Debug, Default)]
pub struct Claims {
    /// Each rule that it may speak of, once.
    pub list: Vec<Claim>,
}

/// One thing that the message may say.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The rule that would account for it.
    pub rule: &'static Rule,
    /// How well the wording tells it.
    pub tells: Tells,
    /// Whether it is the likeliest reading of its wording.
    pub first: bool,
    /// Whose wording it is.
    pub who: &'static str,
}

impl Claims {
    /// The claims of the message, with their rules.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let claims = reading.claims.iter().filter_map(|one| {
            Some(Claim {
                rule: rules::by_id(one.rule)?,
                tells: one.tells,
                first: one.first,
                who: one.who,
            })
        });
        Self {
            list: claims.collect(),
        }
    }
}

/// Puts what was found and what was said together.
pub fn weigh(
    reading: &Reading,
    ledger: &Ledger,
    found: &mut Vec<Found>,
    ranked: &[usize],
    claims: &Claims,
) -> Decision {
    let silent = ranked
        .first()
        .and_then(|at| found.get(*at))
        .and_then(|one| silent_stop(reading, one));
    let is_refuted = |one: &Claim| {
        let says_why = silent.is_some() && one.rule.stage() == silent;
        !says_why && one.rule.party != Party::Client && passes(reading, one.rule)
    };
    let refuted: Vec<&'static Rule> = (claims.list.iter())
        .filter(|one| one.tells > Tells::Little && is_refuted(one))
        .map(|one| one.rule)
        .collect();
    let open: Vec<&Claim> = claims.list.iter().filter(|one| !is_refuted(one)).collect();
    let decision = match (confirmed(ledger, found, ranked, &open), ranked.first()) {
        (Some(at), _) => observed(reading, found, at, &[]),
        (None, Some(top)) => beside(reading, found, *top, silent, &open),
        (None, None) => alone(reading, ledger, found, &open, !refuted.is_empty()),
    };
    Decision {
        refuted,
        ..decision
    }
}

/// The stage of a stop whose answer does not say why, or was not seen to: there a message may say it.
fn silent_stop(reading: &Reading, one: &Found) -> Option<Stage> {
    let is_silent = one.rule.says_no_reason || is_unread(reading, one);
    is_silent.then_some(one.stage)
}

/// Whether the stop is a refusal of which only the status was seen, at a stage whose refusals say in their body why.
fn is_unread(reading: &Reading, one: &Found) -> bool {
    let exchange = one.fact.exchange.and_then(|at| reading.exchange(at));
    let response = exchange.and_then(|one| one.response.as_ref());
    let says_why = matches!(one.stage, Stage::Registration | Stage::Token);
    says_why
        && response.is_some_and(|one| {
            one.body.is_none() && one.body_partial && matches!(one.status, 400..=499)
        })
}

/// The finding that the message names, where nothing later overcame it. A wording that tells a cause names its rule; one that tells a
/// step names whatever stopped there. Where an edge gave the answer, it is the edge's, whatever the wording calls it.
fn confirmed(ledger: &Ledger, found: &[Found], ranked: &[usize], open: &[&Claim]) -> Option<usize> {
    let seen = |one: &Found| !one.overcome && !one.is_told();
    let first_of = |names: &dyn Fn(&Found) -> bool| {
        let mut ranked = ranked.iter().copied();
        ranked.find(|at| found.get(*at).is_some_and(names))
    };
    let of = |tells: Tells| open.iter().filter(move |one| one.tells == tells);
    let named = |tells: Tells| first_of(&|one| of(tells).any(|claim| claim.rule.id == one.rule.id));
    let lesser = |tells: Tells, least: Severity| {
        let mut claims = of(tells).filter(|_| ranked.is_empty());
        claims.find_map(|claim| {
            found
                .iter()
                .position(|one| seen(one) && one.rule.id == claim.rule.id && one.severity >= least)
        })
    };
    // A finding that is only concluded gives way to a wording that tells a cause further on.
    let gives_way = |one: &Found| {
        one.fact.certainty != Certainty::Observed
            && of(Tells::Cause).any(|claim| claim.first && claim.rule.stage() >= Some(one.stage))
    };
    let by_step = || {
        let step = |one: &Found| {
            of(Tells::Step).any(|claim| claim.rule.stage() == Some(one.stage)) && !gives_way(one)
        };
        first_of(&step)
    };
    // Of one document that a client read, the message tells which of two flaws stopped it, also where that one only needs a person.
    let top = ranked.first().and_then(|at| found.get(*at));
    let of_same_document = |tells: Tells| {
        of(tells).find_map(|claim| {
            found.iter().position(|one| {
                seen(one)
                    && one.rule.id == claim.rule.id
                    && one.needs_person()
                    && one.severity >= Severity::Warning
                    && one.fact.exchange.is_some()
                    && top.is_some_and(|top| top.fact.exchange == one.fact.exchange)
            })
        })
    };
    let at = named(Tells::Whole)
        .or_else(|| of_same_document(Tells::Whole))
        .or_else(|| lesser(Tells::Whole, Severity::Info))
        .or_else(|| named(Tells::Cause))
        .or_else(|| of_same_document(Tells::Cause))
        .or_else(|| lesser(Tells::Cause, Severity::Info))
        .or_else(by_step)
        .or_else(|| lesser(Tells::Step, Severity::Warning))?;
    // A stop at an address that the client made up follows from what made it guess.
    let is_guess = found.get(at).is_some_and(|one| rank::is_guess(ledger, one));
    if let Some(top) = ranked.first().filter(|_| is_guess) {
        return Some(*top);
    }
    let exchange = found.get(at).and_then(|one| one.fact.exchange);
    let edge = first_of(&|one| one.rule.step() == "edge" && one.fact.exchange == exchange);
    Some(edge.filter(|_| exchange.is_some()).unwrap_or(at))
}

/// A stop that was seen, and what the message adds to it.
fn beside(
    reading: &Reading,
    found: &mut Vec<Found>,
    top: usize,
    silent: Option<Stage>,
    open: &[&Claim],
) -> Decision {
    let stage = found.get(top).map(|one| one.stage);
    let repeated = found.get(top).is_some_and(|one| repeats(reading, one));
    // What a client says of registration follows from the document that it read, and of that the stop tells.
    let follows = |one: &Claim| {
        one.rule.needs_person
            && one.rule.stage() == Some(Stage::Registration)
            && stage.is_some_and(Stage::is_discovery)
    };
    let is_concluded = found
        .get(top)
        .is_some_and(|one| one.fact.certainty != Certainty::Observed);
    let fits = |one: &Claim| one.rule.stage() > stage || is_concluded && one.rule.stage() == stage;
    let adds = |one: &&&Claim| {
        one.tells >= Tells::Cause && one.first && fits(one) && !repeated && !follows(one)
    };
    let says_why =
        |one: &&&Claim| silent.is_some() && one.rule.stage() == silent && one.tells > Tells::Little;
    // Of a wording that could mean both, the likeliest reading counts.
    let speaks = |one: &&&Claim| adds(one) || says_why(one);
    let Some(claim) = open.iter().find(speaks).copied() else {
        return observed(reading, found, top, &[]);
    };
    let is_reason = says_why(&&claim);
    let mut fact = told(reading, claim);
    if is_reason {
        fact.fact = fact
            .fact
            .shown_by(found.get(top).and_then(|one| one.fact.exchange));
    }
    let at = insert(found, fact);
    let top = if at <= top { top + 1 } else { top };
    match is_reason {
        true => observed(reading, found, at, &[top]),
        false => observed(reading, found, top, &[at]),
    }
}

/// Whether the message repeats the error code of the answer: then it tells of that answer, whatever its words could mean elsewhere.
fn repeats(reading: &Reading, one: &Found) -> bool {
    let code = one
        .fact
        .exchange
        .and_then(|at| reading.error(at).code.as_deref());
    code.is_some_and(|code| code.len() > 3 && reading.symptom.contains(&code.to_ascii_lowercase()))
}

/// A cause that was seen: certain, unless it is only concluded or something else fits as well.
pub(super) fn observed(
    reading: &Reading,
    found: &mut Vec<Found>,
    at: usize,
    others: &[usize],
) -> Decision {
    let mut decision = certain(found, at);
    decision.others = others.to_vec();
    let Some(one) = found.get(at).cloned() else {
        return decision;
    };
    if one.fact.certainty != Certainty::Observed {
        decision.verdict = Overall::Undetermined;
        for (id, _) in one.rule.alternatives {
            let known = found.iter().position(|other| other.rule.id == *id);
            let rival = known.or_else(|| {
                let rule = rules::by_id(id)?;
                found.push(Found::new(reading, rule, Fact::default().inferred()));
                Some(found.len() - 1)
            });
            decision.others.extend(rival);
        }
    }
    if !decision.others.is_empty() {
        decision.verdict = Overall::Undetermined;
        decision.others.truncate(CANDIDATES - 1);
    }
    // The answer has a reason, and nobody saw it.
    if one.rule.says_no_reason && is_unread(reading, &one) {
        decision.verdict = Overall::Undetermined;
    }
    decision
}

/// No stop was seen: what the message says, what a person has to bring, or what the ledger shows.
fn alone(
    reading: &Reading,
    ledger: &Ledger,
    found: &mut Vec<Found>,
    open: &[&Claim],
    was_refuted: bool,
) -> Decision {
    let seen = read_off::seen(reading, ledger, found);
    let best = open.first().map(|one| one.tells);
    if best.is_none_or(|tells| tells == Tells::Little) {
        if let Some(needs) = seen.cause {
            return certain(found, needs);
        }
        let lesser = read_off::near(ledger, found, seen.ends_at);
        if !lesser.is_empty() && (best.is_some() || seen.verdict == Overall::Undetermined) {
            return likely(seen, &lesser);
        }
    }
    let mut places: Vec<usize> = Vec::new();
    for claim in open
        .iter()
        .filter(|one| Some(one.tells) == best)
        .take(CANDIDATES)
    {
        let known = found
            .iter()
            .position(|one| one.rule.id == claim.rule.id && !one.overcome);
        let at = known.unwrap_or_else(|| {
            let at = insert(found, told(reading, claim));
            for place in &mut places {
                *place += usize::from(*place >= at);
            }
            at
        });
        places.push(at);
    }
    let is_whole = best == Some(Tells::Whole) && !places.is_empty();
    if let Some(cause) = places.first().filter(|_| is_whole) {
        return certain(found, *cause);
    }
    match (places.is_empty(), seen.verdict) {
        (true, Overall::Ok) if was_refuted => Decision {
            verdict: Overall::Undetermined,
            ..seen
        },
        (true, _) => seen,
        (false, _) => likely(seen, &places),
    }
}

/// The likeliest of several, none of them certain.
fn likely(seen: Decision, places: &[usize]) -> Decision {
    Decision {
        verdict: Overall::Undetermined,
        cause: places.first().copied(),
        certainty: Certainty::Inferred,
        others: places
            .iter()
            .skip(1)
            .take(CANDIDATES - 1)
            .copied()
            .collect(),
        ..seen
    }
}

/// Whether what was seen is right where the rule would call it wrong.
fn passes(reading: &Reading, rule: &Rule) -> bool {
    matches!((rule.check)(reading), Verdict::Pass)
}

fn told(reading: &Reading, claim: &Claim) -> Found {
    let title = claim.rule.title.trim_end_matches('.');
    let fact = Fact::titled(match claim.tells {
        Tells::Whole => format!("{title} (by the message of {})", claim.who),
        _ => format!("{title} (by the message)"),
    });
    let message = reading.evidence.symptom.as_deref().unwrap_or_default();
    let fact = match claim.rule.id.contains("/redirect-uri-") {
        true => fact.received_if(reasons::first_address(message)),
        false => fact,
    };
    Found::new(
        reading,
        claim.rule,
        match claim.tells {
            Tells::Whole => fact.told(),
            _ => fact.inferred(),
        },
    )
}
