//! Where a gate of our own flow refused, what explains that refusal is the cause.

use super::explained::explained;
use super::judged::{self, Judged};
use crate::evidence::reading::Reading;
use crate::flow::refusal::Refusal;
use crate::rule::Severity;

/// The finding that explains the refusal: the one of its rule, else an error of the same step that the answers show, else a new one
/// made of what the refusal says.
pub fn place(reading: &Reading, judged: &mut Vec<Judged>, refusal: &Refusal) -> Option<usize> {
    let (rule, fact) = explained(refusal);
    let same = judged.iter().position(|one| one.rule.id == rule.id);
    let near = || {
        judged
            .iter()
            .position(|one| one.severity == Severity::Error && one.rule.step() == rule.step())
    };
    let seen = same.or_else(near);
    Some(seen.unwrap_or_else(|| judged::insert(reading, judged, rule, fact)))
}

#[cfg(test)]
mod tests {
    use crate::evidence::Evidence;
    use crate::flow::refusal::Refusal;
    use crate::report::{Overall, judge};

    #[test]
    fn a_refused_callback_is_the_cause_with_what_was_expected_and_received() {
        let report = judge(&Evidence {
            refusal: Some(Refusal::IssMismatch {
                expected: "https://as.example".to_owned(),
                received: "https://attacker.example".to_owned(),
            }),
            ..Evidence::default()
        });
        assert_eq!(report.verdict, Overall::Blocked);
        let cause = report.cause.unwrap_or_else(|| panic!("no cause"));
        assert_eq!(cause.rule, "callback/iss-mismatch");
        assert_eq!(cause.expected.as_deref(), Some("https://as.example"));
        assert!(report.findings.contains(&cause));
    }
}
