//! A report as Markdown, to paste into an issue. What came from outside stands in code spans, so that it cannot become markup.

use super::render::{headline, hidden, party, place, severity};
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
    if let Some(hidden) = hidden(report) {
        writeln!(out, "\n{hidden}")?;
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

/// Prose in which nothing from outside acts: markup and HTML stay text; what a code host would make a link or a mention of (addresses,
/// `@name`, `#1`) stands in a code span, as do our own. In a code span nothing acts.
fn escaped(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split('`').enumerate() {
        let is_code = at % 2 == 1;
        if is_code && !piece.trim().is_empty() {
            out.push_str(&code(piece));
        } else {
            for word in piece.split_inclusive(' ') {
                let bare = word.trim_end_matches(' ');
                push_word(&mut out, bare);
                out.push_str(word.get(bare.len()..).unwrap_or_default());
            }
        }
    }
    out
}

fn push_word(out: &mut String, word: &str) {
    let core = word.trim_matches(|one| "(),.;:!?\"'".contains(one));
    if !core.is_empty() && links(core) {
        let at = word.find(core).unwrap_or(0);
        push_text(out, word.get(..at).unwrap_or_default());
        out.push_str(&code(core));
        push_text(out, word.get(at + core.len()..).unwrap_or_default());
    } else {
        push_text(out, word);
    }
}

/// Whether a code host makes a link of a word: an address, a mail address, a mention, a number of an issue, the hash of a commit.
fn links(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let numbered = |mark: &str| {
        lower
            .split(mark)
            .skip(1)
            .any(|rest| rest.starts_with(|one: char| one.is_ascii_digit()))
    };
    let is_hash = (7..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_digit());
    lower.contains("://")
        || lower.contains("www.")
        || lower.contains("mailto:")
        || word.contains('@')
        || numbered("#")
        || numbered("gh-")
        || is_hash
}

fn push_text(out: &mut String, text: &str) {
    for one in text.chars() {
        match one {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '>' | '~' | '$' => out.extend(['\\', one]),
            _ => out.push(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{code, escaped};

    #[test]
    fn what_came_from_outside_stays_text() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(escaped("<script>![x](y)"), "&lt;script\\>!\\[x\\](y)");
    }

    #[test]
    fn nothing_becomes_a_link_a_mention_or_a_number_of_an_issue() {
        for (text, shown) in [
            ("ask @octocat, now", "ask `@octocat`, now"),
            ("see #17 and a/b#4", "see `#17` and `a/b#4`"),
            ("at https://evil.example/x.", "at `https://evil.example/x`."),
            ("(www.evil.example)", "(`www.evil.example`)"),
            ("mail me@evil.example", "mail `me@evil.example`"),
            ("GH-12 &amp; deadbeef1", "`GH-12` &amp;amp; `deadbeef1`"),
            ("our `client_id` stays", "our `client_id` stays"),
            ("one ` and @b", "one ` and @b`"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }
}
