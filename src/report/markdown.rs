//! A report as Markdown, to paste into an issue. What came from outside stands in code spans, so that it cannot become markup.

use super::render::{headline, party, place, severity};
use super::{Finding, Report};
use std::fmt::Write;

/// The report as Markdown.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail; the result is dropped on purpose.
    let _ = write_all(&mut out, report);
    out
}

fn write_all(out: &mut String, report: &Report) -> std::fmt::Result {
    let server = report.server.as_deref().unwrap_or("MCP server");
    writeln!(
        out,
        "## Sign-in to {}\n\n{} Judged by MCP {}.",
        code(server),
        headline(report),
        report.revision
    )?;
    if let Some(cause) = &report.cause {
        writeln!(out, "\n### Cause: {}\n", escaped(&cause.title))?;
        details(out, report, cause)?;
    }
    if !report.candidates.is_empty() {
        writeln!(out, "\n### Several causes fit\n")?;
        for one in &report.candidates {
            writeln!(
                out,
                "- **{}** ({}): {}",
                escaped(&one.finding.title),
                code(&one.finding.rule),
                escaped(&one.tell_apart)
            )?;
        }
    }
    if !report.actions.is_empty() {
        writeln!(out, "\n### What to do now\n")?;
        for (at, action) in report.actions.iter().enumerate() {
            writeln!(
                out,
                "{}. **{}** {}",
                at + 1,
                escaped(&action.title),
                escaped(&action.why)
            )?;
            for step in &action.steps {
                writeln!(out, "   - {}", escaped(step))?;
            }
        }
    }
    if !report.findings.is_empty() {
        writeln!(
            out,
            "\n### Findings\n\n| | What | Who | Rule |\n| --- | --- | --- | --- |"
        )?;
        for one in &report.findings {
            let title = escaped(&one.title).replace('|', "\\|");
            writeln!(
                out,
                "| {} | {title} | {} | {} |",
                severity(one.severity),
                party(one.party),
                code(&one.rule)
            )?;
        }
    }
    if !report.unseen.is_empty() {
        writeln!(out, "\n### Not seen\n")?;
        for one in &report.unseen {
            writeln!(
                out,
                "- {}: {} {}",
                escaped(&one.what),
                escaped(&one.why),
                escaped(&one.how)
            )?;
        }
    }
    writeln!(out, "\n{} {}", report.tool.name, report.tool.version)
}

fn details(out: &mut String, report: &Report, finding: &Finding) -> std::fmt::Result {
    writeln!(out, "{}\n", escaped(&finding.why))?;
    if let Some(expected) = &finding.expected {
        writeln!(out, "- expected: {}", code(expected))?;
    }
    if let Some(received) = &finding.received {
        writeln!(out, "- received: {}", code(received))?;
    }
    if let Some(place) = place(report, finding) {
        writeln!(out, "- where: {}", code(&place))?;
    }
    writeln!(
        out,
        "- fix ({}): {}",
        party(finding.party),
        escaped(&finding.fix)
    )?;
    for cite in &finding.cites {
        writeln!(out, "- [{}]({})", cite.label, cite.url)?;
    }
    writeln!(out, "- rule: {}", code(&finding.rule))
}

/// A code span that its content cannot leave (CommonMark §6.1).
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Prose in which markup and HTML from outside stay text; code spans of our own texts stay.
fn escaped(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
        .replace('\\', "\\\\")
        .replace('<', "&lt;")
        .replace('*', "\\*")
        .replace('[', "\\[")
}

#[cfg(test)]
mod tests {
    use super::{code, escaped};

    #[test]
    fn what_came_from_outside_stays_text() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(escaped("<script>![x](y)"), "&lt;script>!\\[x](y)");
    }
}
