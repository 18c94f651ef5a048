//! The reference: what each rule says, as plain data for whoever prints or shows it.

use crate::error::Misuse;
use crate::evidence::{Evidence, transcript};
use crate::reasons;
use crate::report::{Citation, party_word, severity_word};
use crate::rule::{self, Party, Rule, Severity};
use crate::rules;
use crate::spec::Revision;
use serde::Serialize;
use std::collections::BTreeMap;

/// A rule without its check.
#[derive(Clone, Debug, Serialize)]
pub struct RuleText {
    /// `<step>/<name>`.
    pub id: &'static str,
    /// The part of the id before the slash.
    pub step: &'static str,
    /// How bad it is under the newest revision that it applies to.
    pub severity: Severity,
    /// Who must fix it.
    pub party: Party,
    /// What it says in general.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What the party must do.
    pub fix: &'static str,
    /// The first revision that it applies to.
    pub since: Revision,
    /// The last one; nothing for "still".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Revision>,
    /// The clauses, in that newest revision.
    pub cites: Vec<Citation>,
    /// The checks of the official conformance suite that look at the same, by its ids.
    pub conformance: &'static [&'static str],
    /// Its page in the documentation, where the build names a site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Something that clients or providers say when signing in fails.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// The sentence that people see and search for.
    pub title: &'static str,
    /// The wordings, in lower case; ` … ` stands for what differs.
    pub says: Vec<String>,
    /// Who says it.
    pub who: &'static str,
    /// Where it was learnt.
    pub source: &'static str,
    /// The causes by rule id, the likeliest first.
    pub causes: Vec<&'static str>,
}

/// Every known wording, in the order of the table.
#[must_use]
pub fn messages() -> Vec<Message> {
    let shown = |phrases: &Vec<Vec<String>>| -> String {
        let first = phrases.iter().filter_map(|phrase| phrase.first());
        first.map(String::as_str).collect::<Vec<_>>().join(" … ")
    };
    let message = |row: &'static reasons::Symptom| {
        let title = row.shown?;
        Some(Message {
            title,
            says: row
                .says
                .0
                .iter()
                .map(shown)
                .filter(|says| is_said(says))
                .collect(),
            who: row.who,
            source: row.source,
            causes: row.rules.clone(),
        })
    };
    let rows = reasons::rows().iter();
    let telling = rows.filter(|row| row.tells > reasons::Tells::Little);
    telling.filter_map(message).collect()
}

/// Whether a wording has no sign in it that only the table knows.
fn is_said(wording: &str) -> bool {
    let signs = [
        "plainhttp",
        "formtoken",
        "htmltag",
        "addresses differ",
        "covers the second",
    ];
    !signs.iter().any(|sign| wording.contains(sign))
}

/// The examples as they are written: one exchange after the other, as text.
#[must_use]
pub fn transcripts() -> BTreeMap<&'static str, [&'static [&'static str]; 2]> {
    let both = |rule: &&'static Rule| (rule.id, [rule.fails, rule.passes]);
    rules::ALL.iter().map(both).collect()
}

/// The examples of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct Examples {
    /// Evidence in which it finds something.
    pub fails: Vec<Evidence>,
    /// Evidence in which it finds nothing although it looks.
    pub passes: Vec<Evidence>,
}

/// Every rule, in the order of the flow.
#[must_use]
pub fn all() -> Vec<RuleText> {
    rules::ALL.iter().map(|rule| text(rule)).collect()
}

/// One rule.
///
/// # Errors
/// Where there is no rule of that id.
pub fn explain(id: &str) -> Result<RuleText, Misuse> {
    let rule = rules::by_id(id).ok_or_else(|| {
        Misuse::argument("ruleId", "the id of a rule, such as those of rules()", id)
    })?;
    Ok(text(rule))
}

/// The examples of every rule: the file beside the wasm.
///
/// # Errors
/// Where an example can't be read.
pub fn examples() -> Result<BTreeMap<&'static str, Examples>, Misuse> {
    let read = |texts: &[&str]| -> Result<Vec<Evidence>, Misuse> {
        texts.iter().map(|text| transcript::read(text)).collect()
    };
    let both = |rule: &&'static Rule| {
        let examples = Examples {
            fails: read(rule.fails)?,
            passes: read(rule.passes)?,
        };
        Ok((rule.id, examples))
    };
    rules::ALL.iter().map(both).collect()
}

/// The reference as Markdown: what `docs/rules.md` holds.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from(
        "# Rules\n\nWhat mcp-auth-doctor looks for, in the order of the flow. Generated from the rules; a test keeps it equal.\n",
    );
    let mut step = "";
    for rule in rules::ALL {
        if rule.step() != step {
            step = rule.step();
            out.push_str(&format!("\n## {step}\n"));
        }
        out.push_str(&section(rule));
    }
    out
}

fn section(rule: &'static Rule) -> String {
    let words = text(rule);
    let until = words
        .until
        .map_or(String::new(), |until| format!(", until {}", until.as_str()));
    let cites: String = words
        .cites
        .iter()
        .map(|cite| format!("- [{}]({})\n", cite.label, cite.url))
        .collect();
    let conformance = match words.conformance {
        [] => String::new(),
        checks => format!("Conformance suite: `{}`\n\n", checks.join("`, `")),
    };
    format!(
        "\n### {}\n\n**{}**\n\n{}, to be fixed by {}; since {}{until}.\n\n{}\n\nFix: {}\n\n{cites}\n{conformance}Found in:\n\n{}\nNot found in:\n\n{}",
        words.id,
        words.title,
        severity_word(words.severity),
        party_word(words.party),
        words.since.as_str(),
        words.why,
        words.fix,
        example(rule.fails),
        example(rule.passes),
    )
}

fn example(texts: &[&str]) -> String {
    let first = texts.first().copied().unwrap_or_default();
    let lines: Vec<&str> = first
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    format!("```text\n{}\n```\n", lines.join("\n"))
}

fn text(rule: &'static Rule) -> RuleText {
    let revision = rule.until.unwrap_or(Revision::NEWEST);
    let cite = |cite: &crate::spec::Cite| Citation {
        label: cite.label(revision),
        url: cite.url(revision),
    };
    RuleText {
        id: rule.id,
        step: rule.step(),
        severity: rule.severity(revision).unwrap_or(rule.severity),
        party: rule.party,
        title: rule.title,
        why: rule.why,
        fix: rule.fix,
        since: rule.since,
        until: rule.until,
        cites: rule.cites.iter().map(cite).collect(),
        conformance: rule.conformance,
        url: rule::page(rule.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_explained_with_its_examples() {
        let examples = examples().unwrap();
        for rule in all() {
            let explanation = explain(rule.id).unwrap();
            assert_eq!(explanation.title, rule.title);
            assert!(!examples[rule.id].fails.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn an_unknown_rule_is_named() {
        assert!(
            explain("no/such")
                .unwrap_err()
                .to_string()
                .contains("no/such")
        );
    }
}
