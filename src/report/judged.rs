//! A rule's fact on its way to a finding.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Rule, Severity};
use crate::rules;

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

/// Adds what only a message or a refusal tells at its place in the order of the flow, and says where that is.
pub fn insert(
    reading: &Reading,
    judged: &mut Vec<Judged>,
    rule: &'static Rule,
    fact: Fact,
) -> usize {
    let order = rules::ALL
        .iter()
        .position(|one| one.id == rule.id)
        .unwrap_or(0);
    let at = judged
        .iter()
        .position(|one| one.order > order)
        .unwrap_or(judged.len());
    judged.insert(
        at,
        Judged {
            rule,
            order,
            severity: rule.severity(reading.revision).unwrap_or(rule.severity),
            fact,
        },
    );
    at
}

/// How far into the flow a rule's step lies: 0 is discovery, which a probe does as a whole.
pub fn stage(rule: &Rule) -> usize {
    match rule.step() {
        "registration" => 1,
        "authorization" => 2,
        "callback" => 3,
        "token" => 4,
        "access" => 5,
        _ => 0,
    }
}
