//! The exit status of the command line.

use super::{Overall, Report};
use crate::rule::Severity;

/// 0 for ok or degraded (1 where a finding is at least as bad as `fail_on`), 1 for blocked, 3 for undetermined.
#[must_use]
pub fn status(report: &Report, fail_on: Option<Severity>) -> u8 {
    match report.verdict {
        Overall::Blocked => 1,
        Overall::Undetermined => 3,
        Overall::Ok | Overall::Degraded => {
            let bad = |severity| report.findings.iter().any(|one| one.severity >= severity);
            u8::from(fail_on.is_some_and(bad))
        }
    }
}
