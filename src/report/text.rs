//! A report as plain text for a terminal: the verdict, the cause with its values, and at the end what to do, since the last lines are what one sees.

use super::render::{
    Layout, certainty, command, first_difference, headline, hidden, mistakes, operator,
    other_candidates, others, place, says_more, severity,
};
use super::{Finding, Overall, Report};
use crate::action::Action;
use crate::rule::{Party, Severity, page};

/// The column in which the values of a finding begin.
const LABEL: usize = 10;

/// The report as text: everything with `layout.all`, else what somebody needs first.
#[must_use]
pub fn render(report: &Report, layout: Layout) -> String {
    let mut page = Page {
        out: String::new(),
        layout,
    };
    page.head(report);
    if let Some(cause) = &report.cause {
        page.cause(report, cause);
    }
    if page.layout.all {
        page.candidates(report);
        page.others(report);
        page.unseen(report);
        page.hidden(report);
        page.actions(&report.actions);
    } else {
        page.findings("Found", mistakes(report));
        page.rest(report);
        page.hidden(report);
        page.actions(report.actions.get(..1).unwrap_or_default());
    }
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
            Overall::Needs => ("NEEDS YOU", "33"),
            Overall::Nothing => ("NOTHING", "35"),
            Overall::Blocked => ("BLOCKED", "31"),
            Overall::Undetermined => ("UNDETERMINED", "35"),
        };
        let word = self.painted(word, &format!("1;{colour}"));
        let server = report.server.as_deref().unwrap_or("(no address)");
        self.paragraph(&format!("{word}  "), server);
        let title = self.painted(&headline(report), "1");
        self.paragraph("", &title);
    }

    fn cause(&mut self, report: &Report, cause: &Finding) {
        self.out.push('\n');
        // Beside both values the sentence would say them again.
        let says_values = cause.expected.is_some() && cause.received.is_some();
        if says_more(report, cause) && !says_values {
            self.paragraph("  ", &cause.title);
        }
        self.values(cause);
        if let Some(place) = place(report, cause) {
            self.labelled("where", &place);
        }
        self.labelled("why", &cause.why);
        if cause.party == Party::User {
            self.labelled("fix", &cause.fix);
        } else {
            self.labelled("fix", &format!("{}: {}", operator(cause.party), cause.fix));
        }
        if self.layout.all {
            if let Some(page) = page(&cause.rule) {
                self.labelled("read", &page);
            }
            for cite in &cause.cites {
                let link = self.painted(&cite.url, "2");
                self.labelled("see", &format!("{}  {link}", cite.label));
            }
        }
        let known = certainty(cause.certainty);
        self.labelled("rule", &format!("{} ({known})", cause.rule));
    }

    /// Expected above received, the first character that differs marked where both fit on a line.
    fn values(&mut self, finding: &Finding) {
        let (expected, received) = (finding.expected.as_deref(), finding.received.as_deref());
        for (label, value) in [("expected", expected), ("received", received)] {
            if let Some(value) = value {
                self.labelled(label, value);
            }
        }
        let fits = |value: &str| value.chars().count() + LABEL + 2 <= self.layout.width;
        if let (Some(expected), Some(received)) = (expected, received)
            && fits(expected)
            && fits(received)
            && let Some(at) = first_difference(expected, received)
        {
            let mark = self.painted("^", "31");
            self.line(&format!("{}{mark}", " ".repeat(at + LABEL + 2)));
        }
    }

    fn candidates(&mut self, report: &Report) {
        let others = other_candidates(report);
        if others.is_empty() {
            return;
        }
        self.section("Other possible causes");
        for one in others {
            self.paragraph(
                "  ",
                &format!("{} ({})", one.finding.title, one.finding.rule),
            );
            self.paragraph("    ", &format!("How to tell: {}", one.tell_apart));
        }
    }

    fn others(&mut self, report: &Report) {
        let title = match &report.cause {
            Some(_) => "Also found",
            None => "Found",
        };
        self.findings(title, others(report));
    }

    fn findings(&mut self, title: &str, findings: Vec<&Finding>) {
        if findings.is_empty() {
            return;
        }
        self.section(title);
        for finding in findings {
            let colour = match finding.severity {
                Severity::Error => "31",
                Severity::Warning => "33",
                Severity::Info => "36",
            };
            let word = self.painted(&format!("{:<8}", severity(finding.severity)), colour);
            self.paragraph(
                &format!("  {word}"),
                &format!("{} ({})", finding.title, finding.rule),
            );
            self.values(finding);
            self.paragraph("          ", &finding.fix);
        }
    }

    fn unseen(&mut self, report: &Report) {
        if report.unseen.is_empty() {
            return;
        }
        self.section("Not seen");
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

    /// What is left out, in one line.
    fn rest(&mut self, report: &Report) {
        let counts = [
            (other_candidates(report).len(), "possible cause"),
            (
                others(report).len().saturating_sub(mistakes(report).len()),
                "finding",
            ),
            (report.actions.len().saturating_sub(1), "action"),
        ];
        let named: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| {
                format!("{count} more {what}{}", if count == 1 { "" } else { "s" })
            })
            .collect();
        if named.is_empty() {
            return;
        }
        self.out.push('\n');
        let line = self.painted(&format!("{} with --all", named.join(", ")), "2");
        self.paragraph("", &line);
    }

    fn actions(&mut self, actions: &[Action]) {
        if actions.is_empty() {
            return;
        }
        self.section("What to do");
        for (at, action) in actions.iter().enumerate() {
            let title = self.painted(&action.title, "1");
            let number = if actions.len() > 1 {
                format!("{}. ", at + 1)
            } else {
                String::new()
            };
            self.paragraph("  ", &format!("{number}{title}"));
            self.paragraph("  ", &action.why);
            for step in &action.steps {
                self.step(step);
            }
            // Not wrapped, so that it can be copied.
            if let Some(command) = command(&self.layout, at) {
                self.line(&format!("  $ {command}"));
            }
        }
    }

    /// A step; a document in it keeps its lines.
    fn step(&mut self, step: &str) {
        let Some((head, block)) = step
            .split_once(": ")
            .filter(|(_, block)| block.contains('\n'))
        else {
            return self.paragraph("  - ", step);
        };
        self.paragraph("  - ", &format!("{head}:"));
        for line in block.lines() {
            self.line(&format!("      {line}"));
        }
    }

    fn section(&mut self, title: &str) {
        let title = self.painted(title, "1;4");
        self.out.push('\n');
        self.line(&title);
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.paragraph(&format!("  {label:<LABEL$}"), text);
    }

    /// Words wrapped to the width, further lines indented as far as the first; a word that is longer than a line is cut. The marks of code
    /// are for Markdown.
    fn paragraph(&mut self, prefix: &str, text: &str) {
        let indent = " ".repeat(visible(prefix));
        let room = self.layout.width.saturating_sub(indent.len()).max(30);
        let mut line = prefix.to_owned();
        let mut used = 0;
        let text = text.replace('`', "");
        for word in text.split_whitespace().flat_map(|word| cut(word, room)) {
            let length = visible(&word);
            if used > 0 && used + 1 + length > room {
                self.line(line.trim_end());
                line.clone_from(&indent);
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word);
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

/// A word in pieces that fit; an address stays whole, so that it can be opened, and so does what has colours in it.
fn cut(word: &str, room: usize) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    let is_address = word.starts_with("https://") || word.starts_with("http://");
    if characters.len() <= room || is_address || word.contains('\u{1b}') {
        return vec![word.to_owned()];
    }
    characters
        .chunks(room)
        .map(|chunk| chunk.iter().collect())
        .collect()
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

    fn page(width: usize) -> Page {
        Page {
            out: String::new(),
            layout: Layout {
                width,
                ..Layout::default()
            },
        }
    }

    #[test]
    fn words_wrap_under_the_first() {
        let mut page = page(40);
        page.paragraph("  - ", "aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb c");
        assert_eq!(
            page.out,
            "  - aaaaaaaaaaaaaaaaaaaa\n    bbbbbbbbbbbbbbbbbbbb c\n"
        );
        assert_eq!(visible("\u{1b}[1mab\u{1b}[0m"), 2);
    }

    #[test]
    fn a_value_longer_than_a_line_is_cut_and_no_mark_of_code_is_left() {
        let mut page = page(40);
        page.labelled("received", &format!("`{}`", "a".repeat(40)));
        let indent = " ".repeat(12);
        assert_eq!(
            page.out,
            format!(
                "  received  {}\n{indent}{}\n",
                "a".repeat(30),
                "a".repeat(10)
            )
        );
    }

    #[test]
    fn a_document_in_a_step_keeps_its_lines() {
        let mut page = page(40);
        page.step("At https://a.example: {\n  \"a\": 1\n}");
        assert_eq!(
            page.out,
            "  - At https://a.example:\n      {\n        \"a\": 1\n      }\n"
        );
    }
}
