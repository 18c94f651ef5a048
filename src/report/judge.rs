//! Runs every rule over the evidence and puts the judgements in order.

use super::explained::explained;
use super::public;
use super::{Candidate, Citation, Finding, Place, Report, SCHEMA, Tool, Unseen, unseen};
use crate::advice::actions;
use crate::advice::clients;
use crate::advice::host::HostInfo;
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::redact;
use crate::rule::{Certainty, Rule, Severity, Verdict};
use crate::rules;
use crate::spec::Revision;
use crate::verdict::{self, Decision, Found};
use std::collections::BTreeSet;

/// Judges the evidence. Pure: the same evidence gives the same report.
#[must_use]
pub fn judge(evidence: &Evidence) -> Report {
    judge_for(evidence, &HostInfo::default())
}

/// The same with advice for a host: its redirect URIs, its client ID metadata document.
#[must_use]
pub fn judge_for(evidence: &Evidence, host: &HostInfo) -> Report {
    // What is judged is what is shown: no rule sees more than a report may say.
    let evidence = &redact::evidence(evidence);
    let revision = revision_of(evidence);
    let reading = Reading::new(evidence, revision);
    let (mut found, mut unseen) = run(&reading);
    let refusal = evidence.refusal.as_ref().map(explained);
    let decision = verdict::decide(&reading, &mut found, refusal);
    let cause = decision.cause.and_then(|at| found.get(at));
    let cause = cause.map(|one| finding(&reading, one));
    let candidates = candidates(&reading, &found, &decision);
    // What only a message may mean, and is not the likeliest, is a candidate and not a finding.
    let is_finding = |(at, one): &(usize, &Found)| {
        one.fact.certainty == Certainty::Observed
            || one.fact.exchange.is_some()
            || !decision.others.contains(at)
    };
    let all = found.iter().enumerate().filter(is_finding);
    let findings = each_once(all.map(|(_, one)| finding(&reading, one)));
    unseen.extend(unseen::of(&reading, &decision));
    let advice = actions::actions(&actions::Judged {
        reading: &reading,
        verdict: decision.verdict,
        cause: cause.as_ref(),
        findings: &findings,
        host,
    });
    let report = Report {
        schema: SCHEMA,
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        at: evidence.now,
        server: reading.server.clone(),
        revision: revision.as_str().to_owned(),
        verdict: decision.verdict,
        cause,
        candidates,
        findings,
        actions: advice.actions,
        ruled_out: advice.ruled_out,
        unseen,
        exchanges: evidence.exchanges.clone(),
        left_out: evidence.left_out.unwrap_or_default(),
        withheld: redact::withheld(evidence),
        steps: reading.steps.clone(),
    };
    public::visible(report)
}

/// Every rule's facts in the order of the flow, and what could not be seen.
fn run(reading: &Reading) -> (Vec<Found>, Vec<Unseen>) {
    let mut found = Vec::new();
    let mut unseen: Vec<Unseen> = Vec::new();
    for rule in rules::ALL {
        if rule.severity(reading.revision).is_none() {
            continue;
        }
        match (rule.check)(reading) {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Unseen { what, why, how } => {
                let one = Unseen { what, why, how };
                if !unseen.contains(&one) {
                    unseen.push(one);
                }
            }
            Verdict::Fail(facts) => {
                found.extend(
                    facts
                        .into_iter()
                        .map(|fact| Found::new(reading, rule, fact)),
                );
            }
        }
    }
    (found, unseen)
}

/// The same finding at many exchanges is said once, for the first of them.
fn each_once(findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut said = BTreeSet::new();
    findings
        .filter(|one| {
            let url = one.r#where.as_ref().and_then(|place| place.url.clone());
            said.insert((
                one.rule.clone(),
                one.title.clone(),
                one.received.clone(),
                url,
                one.severity,
            ))
        })
        .collect()
}

/// Every cause that fits, the likeliest first; empty where only one does.
fn candidates(reading: &Reading, found: &[Found], decision: &Decision) -> Vec<Candidate> {
    if decision.others.is_empty() {
        return Vec::new();
    }
    let all = decision.cause.iter().chain(&decision.others);
    all.filter_map(|at| found.get(*at))
        .map(|one| Candidate {
            finding: finding(reading, one),
            tell_apart: unseen::tell_apart(found, one),
        })
        .collect()
}

/// A fact as a finding: the rule's prose around the actual values.
fn finding(reading: &Reading, found: &Found) -> Finding {
    let Found { rule, fact, .. } = found;
    let title = if fact.title.is_empty() {
        rule.title.to_owned()
    } else {
        fact.title.clone()
    };
    let url = fact
        .exchange
        .and_then(|at| reading.exchange(at))
        .map(|exchange| exchange.request.url.clone());
    let place = Place {
        exchange: fact.exchange,
        url,
        member: fact.member.clone(),
    };
    let somewhere = place.exchange.is_some() || place.member.is_some();
    Finding {
        rule: rule.id.to_owned(),
        step: rule.step().to_owned(),
        severity: found.severity,
        party: fact.party.unwrap_or(rule.party),
        title,
        why: match clients::who_stops(rule.id, reading).filter(|_| found.severity > Severity::Info)
        {
            Some(who) => format!("{} {who}", rule.why),
            None => rule.why.to_owned(),
        },
        fix: fact.fix.clone().unwrap_or_else(|| rule.fix.to_owned()),
        expected: fact.expected.clone(),
        received: fact.received.clone(),
        r#where: somewhere.then_some(place),
        certainty: fact.certainty,
        cites: citations(rule, reading.revision),
        conformance: rule.conformance.iter().map(|&id| id.to_owned()).collect(),
        ways: fact.ways,
    }
}

fn citations(rule: &Rule, revision: Revision) -> Vec<Citation> {
    rule.cites
        .iter()
        .map(|cite| Citation {
            label: cite.label(revision),
            url: cite.url(revision),
        })
        .collect()
}
