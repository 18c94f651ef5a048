//! A report as something to read or to feed on: text, Markdown, JSON, SARIF.

use super::{Candidate, Certainty, Finding, Overall, Report, markdown, sarif, text};
use crate::plain;
use crate::public::visible;
use crate::rule::{Party, Severity};
use crate::rules;
use crate::rules::contact::public;
use serde::Deserialize;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text, with colours where they are asked for.
    Text,
    /// The report itself.
    Json,
    /// For an issue or a pull request.
    Markdown,
    /// SARIF 2.1.0, for CI.
    Sarif,
}

/// How text is laid out.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Layout {
    /// ANSI colours.
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Everything, not only what somebody needs first.
    pub all: bool,
    /// For each action of the report, in its order, the command line that carries it out, where there is one: of text and Markdown.
    pub commands: Vec<Option<String>>,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
            all: false,
            commands: Vec::new(),
        }
    }
}

/// The report in a format.
#[must_use]
pub fn render(report: &Report, format: Format, layout: Layout) -> String {
    match format {
        Format::Text => text::render(report, layout),
        Format::Markdown => markdown::render(report, &layout),
        Format::Json => json(report),
        Format::Sarif => sarif::render(report),
    }
}

fn json(report: &Report) -> String {
    let value = serde_json::to_value(report).unwrap_or_default();
    plain::laid_out(&value) + "\n"
}

/// What the report withholds and leaves out, said to whoever passes it on.
#[must_use]
pub fn hidden(report: &Report) -> Option<String> {
    let values = match report.withheld {
        0 => String::new(),
        1 => "Hidden: 1 value that is not known to be public, such as a token or a cookie."
            .to_owned(),
        count => format!(
            "Hidden: {count} values that are not known to be public, such as tokens and cookies."
        ),
    };
    let requests = match report.left_out {
        0 => String::new(),
        1 => "1 unrelated request left out.".to_owned(),
        count => format!("{count} unrelated requests left out."),
    };
    let said = format!("{values} {requests}");
    Some(said.trim().to_owned()).filter(|said| !said.is_empty())
}

/// The command line of an action, by its place in the report; it may name a server as the server was given.
#[must_use]
pub fn command(layout: &Layout, at: usize) -> Option<String> {
    let command = layout.commands.get(at)?.clone()?;
    Some(visible::visible(command))
}

/// Each finding once: the same may be shown by several exchanges.
#[must_use]
pub fn distinct(report: &Report) -> Vec<&Finding> {
    let mut distinct: Vec<&Finding> = Vec::new();
    for one in &report.findings {
        if !distinct.iter().any(|other| is_same(one, other)) {
            distinct.push(one);
        }
    }
    distinct
}

/// What was found besides the cause.
#[must_use]
pub fn others(report: &Report) -> Vec<&Finding> {
    let mut others = distinct(report);
    let cause = report.cause.as_ref();
    others.retain(|one| !cause.is_some_and(|cause| is_same(one, cause)));
    others
}

/// Whether two findings say the same.
#[must_use]
pub fn is_same(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule && one.title == other.title
}

/// The possible causes besides the first, which is the cause.
#[must_use]
pub fn other_candidates(report: &Report) -> Vec<&Candidate> {
    let cause = report.cause.as_ref();
    let candidates = report.candidates.iter();
    candidates
        .filter(|one| cause.is_none_or(|cause| cause.rule != one.finding.rule))
        .collect()
}

/// Who must act, in words.
#[must_use]
pub fn party(party: Party) -> &'static str {
    match party {
        Party::Server => "the MCP server's operator",
        Party::AuthorizationServer => "the authorization server's operator",
        Party::Client => "the client's author",
        Party::User => "you",
    }
}

/// A severity in words.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Where a finding was made, in words.
#[must_use]
pub fn place(report: &Report, finding: &Finding) -> Option<String> {
    let place = finding.r#where.as_ref()?;
    let exchange = place.exchange.and_then(|at| {
        let request = &report.exchanges.get(at)?.request;
        let sent = visible::visible(format!("{} {}", request.method, request.url));
        Some(format!("exchange {}: {sent}", at + 1))
    });
    match (exchange, &place.member) {
        (Some(exchange), Some(member)) => Some(format!("{exchange}, {member}")),
        (Some(exchange), None) => Some(exchange),
        (None, Some(member)) => Some(member.clone()),
        (None, None) => None,
    }
}

/// The first character at which two texts differ, counted in characters; `None` where that tells nothing.
#[must_use]
pub fn first_difference(expected: &str, received: &str) -> Option<usize> {
    let common = expected
        .chars()
        .zip(received.chars())
        .take_while(|(one, other)| one == other)
        .count();
    (common > 3 && expected != received).then_some(common)
}

/// Who must act, at the beginning of a line.
#[must_use]
pub fn operator(party: Party) -> &'static str {
    match party {
        Party::Server => "Server operator",
        Party::AuthorizationServer => "Authorization server operator",
        Party::Client => "Client developer",
        Party::User => "You",
    }
}

/// How a finding is known, in words.
#[must_use]
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Observed => "seen",
        Certainty::Told => "told by the error message",
        Certainty::Inferred => "inferred, not seen",
    }
}

const LIKELY: &str = "Most likely: ";

/// Whether a cause's own title says more than the headline above it.
#[must_use]
pub fn says_more(report: &Report, cause: &Finding) -> bool {
    let above = headline(report);
    let above = above.strip_prefix(LIKELY).unwrap_or(&above);
    let title = cause.title.split(" (by the message").next();
    title != Some(above)
}

/// The answer in one sentence: the title of the cause's rule, which is short; the values stand beside it.
#[must_use]
pub fn headline(report: &Report) -> String {
    if let Some(cause) = &report.cause {
        let title = rules::by_id(&cause.rule).map_or(cause.title.as_str(), |rule| rule.title);
        return match report.verdict {
            Overall::Undetermined => format!("{LIKELY}{title}"),
            _ => title.to_owned(),
        };
    }
    let text = match report.verdict {
        Overall::Ok if needs_no_sign_in(report) => public::RULE.title,
        Overall::Ok if report.actions.is_empty() => "It works: the server accepts the request",
        Overall::Ok => "No problem found. Signing in should work",
        Overall::Needs => "Nothing is broken. Signing in needs something from you",
        Overall::Blocked => "Signing in fails",
        Overall::Undetermined => "The cause isn't known yet",
        Overall::Nothing if !mistakes(report).is_empty() => {
            "Check this configuration, then ask the server"
        }
        Overall::Nothing => "This shows no sign-in",
    };
    text.to_owned()
}

fn needs_no_sign_in(report: &Report) -> bool {
    let mut findings = report.findings.iter();
    findings.any(|one| one.rule == public::RULE.id)
}

/// What is wrong with a configuration that nobody has tried yet: it may stop only some clients, so none of it is the cause.
#[must_use]
pub fn mistakes(report: &Report) -> Vec<&Finding> {
    let is_mistake =
        |one: &&Finding| one.severity > Severity::Info && one.rule.starts_with("configuration/");
    match report.verdict {
        Overall::Nothing => distinct(report).into_iter().filter(is_mistake).collect(),
        _ => Vec::new(),
    }
}
