//! A report as SARIF 2.1.0, which code hosts show beside a pull request.

use super::render::{distinct, is_same};
use super::{Finding, Report};
use crate::plain;
use crate::rule::{Severity, page};
use crate::rules;
use crate::wire::address::Address;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The report as SARIF: each finding a result, its rule with help and links.
#[must_use]
pub fn render(report: &Report) -> String {
    let findings = distinct(report);
    let used: BTreeSet<&str> = findings.iter().map(|one| one.rule.as_str()).collect();
    let rules: Vec<Value> = used
        .iter()
        .filter_map(|id| rules::by_id(id))
        .map(|rule| {
            let revision = crate::spec::Revision::nearest(&report.revision);
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.why },
                "help": { "text": rule.fix },
                "helpUri": page(rule.id).or_else(|| rule.cites.first().map(|cite| cite.url(revision))),
                "defaultConfiguration": { "level": level(rule.severity(revision).unwrap_or(rule.severity)) },
                "properties": { "tags": tags(rule.conformance) },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .into_iter()
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
            "properties": { "verdict": report.verdict, "server": report.server, "revision": report.revision, "withheld": report.withheld, "leftOut": report.left_out },
        }],
    });
    plain::laid_out(&log) + "\n"
}

fn result(report: &Report, finding: &Finding) -> Value {
    let is_cause = report
        .cause
        .as_ref()
        .is_some_and(|cause| is_same(cause, finding));
    let url = finding
        .r#where
        .as_ref()
        .and_then(|place| place.url.clone())
        .or_else(|| report.server.clone())
        .unwrap_or_default();
    json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": words(&format!("{}. {}", finding.title.trim_end_matches('.'), finding.fix)) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": artifact(&url) }, "region": { "startLine": 1 } } }],
        "partialFingerprints": { "ruleAndPlace/v1": format!("{} {url}", finding.rule) },
        "properties": { "cause": is_cause, "party": finding.party, "certainty": finding.certainty, "url": url },
    })
}

/// The checks of the conformance suite that look at the same, so that the two can be laid side by side.
fn tags(checks: &[&str]) -> Vec<String> {
    let tag = |check: &&str| format!("conformance/{check}");
    checks.iter().map(tag).collect()
}

/// A message in which brackets make no link (SARIF 2.1.0 §3.11.6).
fn words(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

/// Host and path as a relative reference: GitHub code scanning refuses locations with a scheme of the web, and takes others as a file of the
/// repository. What is not a letter, digit, hyphen, dot or underscore is escaped (the first segment of such a reference has no colon, RFC 3986
/// §4.2), and no segment leads upwards.
fn artifact(url: &str) -> String {
    let Ok(address) = Address::parse(url) else {
        return "mcp-server".to_owned();
    };
    let whole = format!("{}{}", address.host_and_port, address.path);
    let segments: Vec<String> = whole.split('/').map(segment).collect();
    segments.join("/")
}

/// A segment as a reference has it: what is escaped already stays so.
fn segment(text: &str) -> String {
    let dots = text.to_ascii_lowercase().replace("%2e", ".");
    if matches!(dots.as_str(), "." | "..") {
        return "_".repeat(dots.len());
    }
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'%' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::{artifact, render};
    use crate::evidence::transcript;
    use crate::report::judge;
    use serde_json::Value;

    #[test]
    fn every_finding_stands_in_line_one_of_a_relative_reference_and_keeps_its_address() {
        let evidence = transcript::read(
            "server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401",
        )
        .unwrap();
        let log: Value = serde_json::from_str(&render(&judge(&evidence))).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(!results.is_empty());
        for result in results {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "mcp.example.com/mcp");
            assert_eq!(place["region"]["startLine"], 1);
            assert_eq!(result["properties"]["url"], "https://mcp.example.com/mcp");
        }
    }

    #[test]
    fn a_rule_that_the_conformance_suite_checks_too_is_tagged_with_its_id() {
        let evidence = transcript::read(
            r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com","code_challenge_methods_supported":["plain"]}
        "#,
        )
        .unwrap();
        let log: Value = serde_json::from_str(&render(&judge(&evidence))).unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        let rule = rules
            .iter()
            .find(|rule| rule["id"] == "server/pkce-without-s256")
            .unwrap();
        assert_eq!(
            rule["properties"]["tags"][0],
            "conformance/authorization-server-metadata"
        );
    }

    #[test]
    fn a_port_and_an_ipv6_host_make_no_scheme() {
        assert_eq!(
            artifact("http://localhost:3000/mcp?a=b"),
            "localhost%3A3000/mcp"
        );
        assert_eq!(artifact("https://[::1]:8443"), "%5B%3A%3A1%5D%3A8443");
        assert_eq!(artifact(""), "mcp-server");
    }

    #[test]
    fn a_reference_leads_nowhere_else_whatever_a_server_names() {
        assert_eq!(
            artifact("https://h.example/../%2e%2E/.github/a b<|^`\\x"),
            "h.example/__/__/.github/a%20b%3C%7C%5E%60%5Cx"
        );
    }
}
