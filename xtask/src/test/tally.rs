//! Counting tests by what their runners print at the end.

use std::fmt;

/// Tests by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// Failed, timed out or cancelled.
    pub failed: usize,
    /// Not run.
    pub skipped: usize,
}

impl Tally {
    /// One check that held.
    pub fn success() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// One that did not.
    pub fn failure() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }

    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Reads a line of output: the closing line of a test binary of Rust or of the conformance run, or one of the closing lines of
    /// Node's runner.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some((_, counts)) = line
            .split_once("test result: ")
            .and_then(|(_, rest)| rest.split_once(". "))
        {
            for count in counts.split("; ") {
                self.count(count.split_once(' ').map(|(number, name)| (name, number)));
            }
        } else if let Some(rest) = line.strip_prefix("ℹ ") {
            self.count(rest.split_once(' '));
        } else if let Some((passed, failed)) = line.split_once(" passed, ") {
            self.count(Some(("passed", passed)));
            self.count(failed.split_once(' ').map(|(number, name)| (name, number)));
        }
    }

    /// The same count where the program itself failed: that is never a pass.
    pub fn of_program(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    fn count(&mut self, named: Option<(&str, &str)>) {
        let Some((name, Ok(number))) = named.map(|(name, number)| (name, number.parse::<usize>()))
        else {
            return;
        };
        match name {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn read(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn counts_what_the_test_binaries_of_rust_print() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out",
        ];
        assert_eq!(
            read(&lines),
            Tally {
                passed: 15,
                failed: 2,
                skipped: 1
            }
        );
    }

    #[test]
    fn counts_what_the_runner_of_node_prints() {
        let lines = [
            "ℹ tests 9",
            "ℹ pass 5",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 2",
            "ℹ duration_ms 12.5",
        ];
        assert_eq!(
            read(&lines),
            Tally {
                passed: 5,
                failed: 2,
                skipped: 2
            }
        );
    }

    #[test]
    fn counts_a_plain_closing_line() {
        assert_eq!(
            read(&["40 passed, 2 failed"]),
            Tally {
                passed: 40,
                failed: 2,
                skipped: 0
            }
        );
    }

    #[test]
    fn counts_a_program_that_died_without_a_failed_test_as_a_failure() {
        assert_eq!(
            Tally::success().of_program(false),
            Tally {
                passed: 1,
                failed: 1,
                skipped: 0
            }
        );
        assert_eq!(Tally::failure().of_program(false), Tally::failure());
    }
}
