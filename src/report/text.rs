//! A report as plain text: the cause with its proof first, then what to do, then the rest.

use super::render::{Layout, first_difference, headline, hidden, party, place, severity};
use super::{Finding, Overall, Report};
use crate::rule::Severity;

/// The report as text.
#[must_use]
pub fn render(report: &Report, layout: Layout) -> String {
    let mut page = Page {
        out: String::new(),
        layout,
    };
    page.head(report);
    if let Some(cause) = &report.cause {
        page.section("CAUSE");
        page.finding(report, cause);
    }
    page.candidates(report);
    page.actions(report);
    page.others(report);
    page.unseen(report);
    page.hidden(report);
    page.out
}

struct Page {
    out: String,
    layout: Layout,
}

impl Page {
    fn head(&mut self, report: &Report) {
        let (word, colour) = match report.verdict {
            Overall::Ok => ("OK", "32"),
            Overall::Needs => ("NEEDS", "33"),
            Overall::Nothing => ("NOTHING", "35"),
            Overall::Blocked => ("BLOCKED", "31"),
            Overall::Undetermined => ("UNDETERMINED", "35"),
        };
        let word = self.painted(word, &format!("1;{colour}"));
        let server = report.server.as_deref().unwrap_or("(no address)");
        self.line(&format!("{word}  {server}"));
        self.paragraph(
            "",
            &format!("{} Judged by MCP {}.", headline(report), report.revision),
        );
    }

    fn finding(&mut self, report: &Report, finding: &Finding) {
        let title = self.painted(&finding.title, "1");
        self.paragraph("  ", &title);
        self.values(finding);
        if let Some(place) = place(report, finding) {
            self.labelled("where", &place);
        }
        self.labelled("why", &finding.why);
        self.labelled(
            "fix",
            &format!("{} ({})", finding.fix, party(finding.party)),
        );
        for cite in &finding.cites {
            let link = self.painted(&cite.url, "2");
            self.labelled("see", &format!("{}  {link}", cite.label));
        }
        let certainty = match finding.certainty {
            super::Certainty::Observed => "observed",
            super::Certainty::Told => "by the client's message",
            super::Certainty::Inferred => "concluded, not observed",
        };
        self.labelled("rule", &format!("{} ({certainty})", finding.rule));
    }

    /// Expected above received, the first character that differs marked.
    fn values(&mut self, finding: &Finding) {
        if let Some(expected) = &finding.expected {
            self.line(&format!("  expected  {expected}"));
        }
        if let Some(received) = &finding.received {
            self.line(&format!("  received  {received}"));
        }
        if let (Some(expected), Some(received)) = (&finding.expected, &finding.received)
            && let Some(at) = first_difference(expected, received)
        {
            let mark = self.painted("^", "31");
            self.line(&format!("            {}{mark}", " ".repeat(at)));
        }
    }

    fn candidates(&mut self, report: &Report) {
        let others = report.candidates.iter().filter(|one| {
            report
                .cause
                .as_ref()
                .is_none_or(|cause| cause.rule != one.finding.rule)
        });
        let others: Vec<_> = others.collect();
        if others.is_empty() {
            return;
        }
        self.section("ALSO POSSIBLE");
        for one in others {
            self.paragraph(
                "  ",
                &format!("{} ({})", one.finding.title, one.finding.rule),
            );
            self.paragraph("    ", &one.tell_apart);
        }
    }

    fn actions(&mut self, report: &Report) {
        if report.actions.is_empty() {
            return;
        }
        self.section("WHAT TO DO NOW");
        for (at, action) in report.actions.iter().enumerate() {
            let title = self.painted(&action.title, "1");
            self.paragraph("  ", &format!("{}. {title}", at + 1));
            self.paragraph("     ", &action.why);
            for step in &action.steps {
                self.paragraph("     - ", step);
            }
        }
    }

    fn others(&mut self, report: &Report) {
        let cause = report.cause.as_ref();
        let others: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|one| cause.is_none_or(|cause| cause != *one))
            .collect();
        if others.is_empty() {
            return;
        }
        self.section("FINDINGS");
        for finding in others {
            let colour = match finding.severity {
                Severity::Error => "31",
                Severity::Warning => "33",
                Severity::Info => "36",
            };
            let word = self.painted(&format!("{:<8}", severity(finding.severity)), colour);
            self.paragraph("  ", &format!("{word}{} ({})", finding.title, finding.rule));
            self.values(finding);
            self.paragraph("          ", &finding.fix);
        }
    }

    fn unseen(&mut self, report: &Report) {
        if report.unseen.is_empty() {
            return;
        }
        self.section("NOT SEEN");
        for one in &report.unseen {
            self.paragraph("  ", &format!("{}: {} {}", one.what, one.why, one.how));
        }
    }

    fn hidden(&mut self, report: &Report) {
        if let Some(hidden) = hidden(report) {
            self.out.push('\n');
            self.paragraph("", &hidden);
        }
    }

    fn section(&mut self, title: &str) {
        let title = self.painted(title, "1;4");
        self.out.push('\n');
        self.line(&title);
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.paragraph(&format!("  {label:<8}  "), text);
    }

    /// Words wrapped to the width, further lines indented as far as the first.
    fn paragraph(&mut self, prefix: &str, text: &str) {
        let indent = " ".repeat(prefix.chars().count());
        let room = self.layout.width.saturating_sub(indent.len()).max(30);
        let mut line = prefix.to_owned();
        let mut used = 0;
        for word in text.split_whitespace() {
            let length = visible(word);
            if used > 0 && used + 1 + length > room {
                self.line(line.trim_end());
                line.clone_from(&indent);
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        self.line(line.trim_end());
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn painted(&self, text: &str, style: &str) -> String {
        if self.layout.colour {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Characters of a word without its ANSI codes.
fn visible(word: &str) -> usize {
    let mut inside = false;
    word.chars()
        .filter(|character| {
            let code = inside || *character == '\u{1b}';
            inside = code && *character != 'm';
            !code
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::{Page, visible};
    use crate::report::render::Layout;

    #[test]
    fn words_wrap_under_the_first() {
        let mut page = Page {
            out: String::new(),
            layout: Layout {
                colour: false,
                width: 40,
            },
        };
        page.paragraph("  - ", "aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb c");
        assert_eq!(
            page.out,
            "  - aaaaaaaaaaaaaaaaaaaa\n    bbbbbbbbbbbbbbbbbbbb c\n"
        );
        assert_eq!(visible("\u{1b}[1mab\u{1b}[0m"), 2);
    }
}
