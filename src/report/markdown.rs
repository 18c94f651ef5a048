//! A report as Markdown, to paste into an issue: the verdict in the title, what to do, and the rest folded. What came from outside stands in
//! code spans and fences, so that it cannot become markup.

use super::render::{
    Layout, certainty, command, headline, hidden, operator, other_candidates, others, party, place,
    says_more, severity,
};
use super::{Finding, Report};
use crate::action::Action;
use crate::rule::{Party, page};
use std::fmt::Write;

/// The report as Markdown.
#[must_use]
pub fn render(report: &Report, layout: &Layout) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail; the result is dropped on purpose.
    let _ = write_all(&mut out, report, layout);
    out
}

fn write_all(out: &mut String, report: &Report, layout: &Layout) -> std::fmt::Result {
    let verdict = format!("{:?}", report.verdict);
    writeln!(out, "## {verdict}: {}\n", escaped(&headline(report)))?;
    if let Some(server) = &report.server {
        writeln!(out, "{}, MCP {}\n", code(server), report.revision)?;
    }
    if let Some(cause) = &report.cause {
        details(out, report, cause)?;
    }
    if let Some(first) = report.actions.first() {
        write_action(out, "**You:**", first, command(layout, 0))?;
    }
    candidates(out, report)?;
    folded(out, "Other actions", |out| {
        let mut others = report.actions.iter().enumerate().skip(1);
        others.try_for_each(|(at, one)| write_action(out, "", one, command(layout, at)))
    })?;
    folded(out, "Also found", |out| findings(out, report))?;
    folded(out, "Not seen", |out| {
        report.unseen.iter().try_for_each(|one| {
            let texts = [&one.what, &one.why, &one.how].map(|text| escaped(text));
            writeln!(out, "- {}: {} {}", texts[0], texts[1], texts[2])
        })
    })?;
    folded(out, "Requests", |out| exchanges(out, report))?;
    if let Some(hidden) = hidden(report) {
        writeln!(out, "{hidden}\n")?;
    }
    writeln!(out, "{} {}", report.tool.name, report.tool.version)
}

fn details(out: &mut String, report: &Report, finding: &Finding) -> std::fmt::Result {
    // Beside both values the sentence would say them again.
    let says_values = finding.expected.is_some() && finding.received.is_some();
    if says_more(report, finding) && !says_values {
        writeln!(out, "{}\n", escaped(&finding.title))?;
    }
    let values = [
        ("Expected", finding.expected.as_deref()),
        ("Received", finding.received.as_deref()),
        ("Where", place(report, finding).as_deref()),
    ]
    .map(|(label, value)| value.map(|value| format!("- {label}: {}", code(value))));
    for value in values.iter().flatten() {
        writeln!(out, "{value}")?;
    }
    if values.iter().any(Option::is_some) {
        writeln!(out)?;
    }
    writeln!(out, "{}\n", escaped(&finding.why))?;
    let who = if finding.party == Party::User {
        "Fix"
    } else {
        operator(finding.party)
    };
    writeln!(out, "**{who}:** {}\n", escaped(&finding.fix))?;
    let cites = finding
        .cites
        .iter()
        .map(|cite| format!("[{}]({}) · ", cite.label, cite.url));
    let rule = match page(&finding.rule) {
        Some(page) => format!("[{}]({page})", code(&finding.rule)),
        None => code(&finding.rule),
    };
    let rule = format!("{rule} ({})", certainty(finding.certainty));
    writeln!(out, "{}{rule}\n", cites.collect::<String>())
}

fn candidates(out: &mut String, report: &Report) -> std::fmt::Result {
    let others = other_candidates(report);
    if others.is_empty() {
        return Ok(());
    }
    let heading = if report.cause.is_some() {
        "Other possible causes"
    } else {
        "Possible causes"
    };
    writeln!(out, "### {heading}\n")?;
    for one in others {
        writeln!(
            out,
            "- **{}** ({}). How to tell: {}",
            escaped(&one.finding.title),
            code(&one.finding.rule),
            escaped(&one.tell_apart)
        )?;
    }
    writeln!(out)
}

fn write_action(
    out: &mut String,
    who: &str,
    action: &Action,
    command: Option<String>,
) -> std::fmt::Result {
    let title = format!(
        "{who} **{}.** {}",
        escaped(&action.title),
        escaped(&action.why)
    );
    writeln!(out, "{}\n", title.trim_start())?;
    for step in &action.steps {
        match step
            .split_once(": ")
            .filter(|(_, block)| block.contains('\n'))
        {
            Some((head, block)) => {
                writeln!(out, "- {}:\n\n{}", escaped(head), fenced(block, "  "))?;
            }
            None => writeln!(out, "- {}", escaped(step))?,
        }
    }
    if !action.steps.is_empty() {
        writeln!(out)?;
    }
    let Some(command) = command else {
        return Ok(());
    };
    writeln!(out, "{}", fenced(&command, ""))
}

fn findings(out: &mut String, report: &Report) -> std::fmt::Result {
    let others = others(report);
    if !others.is_empty() {
        writeln!(out, "| | What | Who | Rule |\n| --- | --- | --- | --- |")?;
    }
    for one in others {
        let title = escaped(&one.title).replace('|', "\\|");
        writeln!(
            out,
            "| {} | {title} | {} | {} |",
            severity(one.severity),
            party(one.party),
            code(&one.rule)
        )?;
    }
    Ok(())
}

/// Each request with what became of it.
fn exchanges(out: &mut String, report: &Report) -> std::fmt::Result {
    for exchange in &report.exchanges {
        let request = format!("{} {}", exchange.request.method, exchange.request.url);
        let outcome = match (&exchange.response, &exchange.failure) {
            (Some(response), _) if response.status > 0 => response.status.to_string(),
            (_, Some(failure)) => failure.message.clone(),
            _ => "no response seen".to_owned(),
        };
        writeln!(out, "- {}: {}", code(&request), escaped(&outcome))?;
    }
    Ok(())
}

/// A part that is folded on GitHub; nothing where there is nothing in it.
fn folded(
    out: &mut String,
    title: &str,
    content: impl FnOnce(&mut String) -> std::fmt::Result,
) -> std::fmt::Result {
    let mut inner = String::new();
    content(&mut inner)?;
    if inner.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<details><summary>{title}</summary>\n\n{}\n\n</details>\n",
        inner.trim_end()
    )
}

/// A fenced block that its content cannot leave (CommonMark §4.5), indented as part of a list item.
fn fenced(text: &str, indent: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let language = if text.trim_start().starts_with(['{', '[']) {
        "json"
    } else {
        ""
    };
    let lines = text.lines().map(|line| format!("{indent}{line}\n"));
    format!(
        "{indent}{fence}{language}\n{}{indent}{fence}\n",
        lines.collect::<String>()
    )
}

/// A code span that its content cannot leave (CommonMark §6.1).
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = longest_run(&text);
    let fence = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
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
    use super::{code, escaped, fenced};

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

    #[test]
    fn a_block_is_not_left_by_a_fence_inside() {
        assert_eq!(
            fenced("{\n```\n}", "  "),
            "  ````json\n  {\n  ```\n  }\n  ````\n"
        );
    }
}
