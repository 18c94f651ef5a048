//! The exit status of the command line.

use super::{Overall, Report};
use crate::rule::Severity;

/// 0 for ok (1 where a finding is at least as bad as `fail_on`), 1 for blocked, 3 for undetermined and nothing, 4 for needs.
#[must_use]
pub fn status(report: &Report, fail_on: Option<Severity>) -> u8 {
    match report.verdict {
        Overall::Blocked => 1,
        Overall::Undetermined | Overall::Nothing => 3,
        Overall::Needs => 4,
        Overall::Ok => {
            let bad = |severity| report.findings.iter().any(|one| one.severity >= severity);
            u8::from(fail_on.is_some_and(bad))
        }
    }
}
