//! A report as SARIF 2.1.0, which code hosts show beside a pull request.

use super::{Finding, Report};
use crate::rule::Severity;
use crate::rules;
use serde_json::{Value, json};

/// The report as SARIF: each finding a result, its rule with help and links.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut used: Vec<&str> = report
        .findings
        .iter()
        .map(|one| one.rule.as_str())
        .collect();
    used.dedup();
    let rules: Vec<Value> = used
        .iter()
        .filter_map(|id| rules::by_id(id))
        .map(|rule| {
            let revision = crate::spec::Revision::nearest(&report.revision);
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.why() },
                "help": { "text": rule.fix() },
                "helpUri": rule.cites.first().map(|cite| cite.url(revision)),
                "defaultConfiguration": { "level": level(rule.severity(revision).unwrap_or(rule.severity)) },
            })
        })
        .collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|one| result(report, one))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "rules": rules,
            }},
            "results": results,
            "properties": { "verdict": report.verdict, "server": report.server, "revision": report.revision },
        }],
    });
    format!("{log:#}\n")
}

fn result(report: &Report, finding: &Finding) -> Value {
    let is_cause = report.cause.as_ref() == Some(finding);
    let url = finding
        .r#where
        .as_ref()
        .and_then(|place| place.url.clone())
        .or_else(|| report.server.clone())
        .unwrap_or_else(|| "about:blank".to_owned());
    json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": format!("{}. {}", finding.title.trim_end_matches('.'), finding.fix) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": url } } }],
        "partialFingerprints": { "ruleAndPlace/v1": format!("{} {url}", finding.rule) },
        "properties": { "cause": is_cause, "party": finding.party, "certainty": finding.certainty },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
