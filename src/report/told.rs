//! What the symptom points to.

use super::decision::{Decision, tell_apart};
use super::judged::{self, Judged, stage};
use super::lower::explains;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Verdict};
use crate::rules;
use crate::symptoms::{self, Tells};

/// What the symptom points to.
pub struct Told {
    /// The rows of the table that fit, the likeliest first.
    pub rows: Vec<&'static symptoms::Symptom>,
}

impl Told {
    /// Looks the symptom up.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        Self {
            rows: symptoms::matching(reading.evidence),
        }
    }

    /// How much the likeliest row tells.
    #[must_use]
    pub fn tells(&self) -> Option<Tells> {
        self.rows.first().map(|row| row.tells)
    }

    /// Whether any row leads to this rule.
    #[must_use]
    pub fn names(&self, id: &str) -> bool {
        self.telling().any(|row| row.rules.contains(&id))
    }

    /// The likeliest rule that the evidence doesn't refute: what was looked at and found right is not what is wrong.
    #[must_use]
    pub fn best(&self, reading: &Reading) -> Option<&'static Rule> {
        let unrefuted = self
            .telling()
            .flat_map(|row| &row.rules)
            .filter_map(|id| rules::by_id(id))
            .find(|rule| !refutes(reading, rule));
        unrefuted.or_else(|| rules::by_id(self.rows.first()?.rules.first()?))
    }

    /// The rule of a later step than every error's, where the symptom names the cause and no error explains it.
    #[must_use]
    pub fn overrules(
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

    /// The rows that tell something, or all where none does: next to a message that says what is wrong, one that fits everything says
    /// nothing.
    fn telling(&self) -> impl Iterator<Item = &'static symptoms::Symptom> {
        let best = self.tells();
        self.rows
            .iter()
            .copied()
            .filter(move |row| row.tells > Tells::Little || Some(row.tells) == best)
    }

    /// The cause that only the symptom tells, and its rivals.
    pub fn conclude(
        &self,
        reading: &Reading,
        judged: &mut Vec<Judged>,
        rule: &'static Rule,
    ) -> Decision {
        let row = self.rows.iter().find(|row| row.rules.contains(&rule.id));
        let title = row.map(|row| concluded(rule, row.who)).unwrap_or_default();
        let at = judged::insert(reading, judged, rule, Fact::titled(title).inferred());
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
