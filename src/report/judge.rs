//! Runs every rule over the evidence and puts the judgements in order.

use super::cause;
use super::judged::Judged;
use super::public;
use super::{Certainty, Citation, Finding, Overall, Place, Report, SCHEMA, Tool, Unseen};
use crate::advice::actions;
use crate::advice::host::HostInfo;
use crate::evidence::Evidence;
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::redact;
use crate::rule::{Fact, Rule, Severity, Verdict};
use crate::rules;
use crate::spec::Revision;

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
    let (mut judged, unseen) = run(&reading);
    let answer = cause::decide(&reading, &mut judged);
    let mut findings: Vec<Finding> = judged
        .iter()
        .map(|one| finding(&reading, one.rule, &one.fact, one.severity))
        .collect();
    let cause = answer.cause.and_then(|at| findings.get(at).cloned());
    let candidates = answer.candidates(&reading, cause.as_ref());
    let verdict = overall(&reading, cause.is_some(), !candidates.is_empty(), &findings);
    findings.dedup();
    let advice = actions::actions(&actions::Judged {
        reading: &reading,
        verdict,
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
        verdict,
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
fn run(reading: &Reading) -> (Vec<Judged>, Vec<Unseen>) {
    let mut judged = Vec::new();
    let mut unseen: Vec<Unseen> = Vec::new();
    for (order, rule) in rules::ALL.iter().enumerate() {
        let Some(severity) = rule.severity(reading.revision) else {
            continue;
        };
        match (rule.check)(reading) {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Unseen { what, why, how } => {
                let one = Unseen { what, why, how };
                if !unseen.contains(&one) {
                    unseen.push(one);
                }
            }
            Verdict::Fail(facts) => judged.extend(facts.into_iter().map(|fact| Judged {
                rule,
                order,
                severity: fact.severity.unwrap_or(severity),
                fact,
            })),
        }
    }
    (judged, unseen)
}

fn overall(
    reading: &Reading,
    has_cause: bool,
    has_candidates: bool,
    findings: &[Finding],
) -> Overall {
    let notable = |finding: &Finding| finding.severity > Severity::Info;
    let nothing_seen = findings.is_empty() && reading.evidence.exchanges.is_empty();
    match (has_cause, has_candidates) {
        (_, true) => Overall::Undetermined,
        (true, false) => Overall::Blocked,
        (false, false) if nothing_seen => Overall::Undetermined,
        (false, false) if findings.iter().any(notable) => Overall::Degraded,
        (false, false) => Overall::Ok,
    }
}

/// A rule's fact as a finding: the rule's prose around the actual values.
#[must_use]
pub fn finding(reading: &Reading, rule: &Rule, fact: &Fact, severity: Severity) -> Finding {
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
        severity,
        party: fact.party.unwrap_or(rule.party),
        title,
        why: rule.why(),
        fix: fact.fix.clone().unwrap_or_else(|| rule.fix()),
        expected: fact.expected.clone(),
        received: fact.received.clone(),
        r#where: somewhere.then_some(place),
        certainty: if fact.inferred {
            Certainty::Inferred
        } else {
            Certainty::Observed
        },
        cites: citations(rule, reading.revision),
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
