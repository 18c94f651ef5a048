//! A patched server is judged again: the defect is gone.

use super::{for_finding, patches};
use crate::evidence::reading::{Reading, revision_of};
use crate::evidence::{Evidence, transcript};
use crate::finding::Finding;
use crate::patch::{Patch, patched};
use crate::report::judge;
use crate::rule::{Party, Severity};
use crate::rules;
use std::collections::BTreeSet;

/// Patches the finding of a rule, judges again, and expects the finding to be gone.
fn corrected(rule: &str, text: &str) {
    let evidence = transcript::read(text).unwrap();
    let report = judge(&evidence);
    assert!(
        report.findings.iter().any(|one| one.rule == rule),
        "{rule} is not found: {:?}",
        report.findings
    );
    let all = patches(&evidence, &report.findings);
    let patch = all
        .iter()
        .find(|patch| patch.rule == rule)
        .unwrap_or_else(|| panic!("no patch for {rule}: {all:?}"));
    assert_eq!(patch.how.len(), 5);
    let again = judge(&patched(&evidence, patch));
    assert!(
        !again.findings.iter().any(|one| one.rule == rule),
        "{rule} is still found: {:?}",
        again.findings
    );
}

const DOCUMENT: &str = "server: https://h.example/mcp
    > POST https://h.example/mcp
    > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
    < 401
    < WWW-Authenticate: Bearer resource_metadata=\"https://h.example/.well-known/oauth-protected-resource/mcp\"
    > GET https://h.example/.well-known/oauth-protected-resource/mcp
    < 200
    < Content-Type: application/json
    < ";

#[test]
fn a_challenge_is_added() {
    corrected(
        "challenge/missing",
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 401
        < Content-Type: text/plain",
    );
}

#[test]
fn a_challenge_gets_its_pointer() {
    corrected(
        "challenge/without-metadata",
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 401
        < WWW-Authenticate: Bearer realm=\"x\"",
    );
}

#[test]
fn another_resource_is_corrected() {
    corrected(
        "resource/resource-mismatch",
        &format!(
            "{DOCUMENT}{{\"resource\":\"https://other.example/\",\"authorization_servers\":[\"https://as.example\"]}}"
        ),
    );
}

#[test]
fn a_null_is_left_out() {
    corrected(
        "resource/member-type",
        &format!(
            "{DOCUMENT}{{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"],\"scopes_supported\":null}}"
        ),
    );
}

#[test]
fn authorization_servers_are_named() {
    corrected(
        "resource/authorization-servers-missing",
        &format!("{DOCUMENT}{{\"resource\":\"https://h.example/mcp\"}}"),
    );
}

const SERVER: &str = "server: https://h.example/mcp
    > GET https://h.example/.well-known/oauth-protected-resource/mcp
    < 200
    < Content-Type: application/json
    < {\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"]}
    > GET https://as.example/.well-known/oauth-authorization-server
    < 200
    < Content-Type: application/json
    < ";

#[test]
fn another_issuer_is_corrected() {
    corrected(
        "server/issuer-mismatch",
        &format!(
            "{SERVER}{{\"issuer\":\"https://cf.as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
        ),
    );
}

#[test]
fn s256_is_advertised_with_a_warning() {
    corrected(
        "server/pkce-not-advertised",
        &format!(
            "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\"}}"
        ),
    );
}

#[test]
fn plain_http_becomes_https_at_the_public_host() {
    corrected(
        "server/insecure-endpoint",
        &format!(
            "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"http://as.example:8080/a\",\"token_endpoint\":\"http://as.example:8080/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
        ),
    );
}

/// Every finding of a rule's own examples that has a patch, with its evidence.
fn patched_examples() -> Vec<(Evidence, Finding, Patch)> {
    let mut all = Vec::new();
    for rule in rules::ALL {
        for example in rule.fails {
            let evidence = transcript::read(example).unwrap();
            let report = judge(&evidence);
            let reading = Reading::new(&evidence, revision_of(&evidence));
            for finding in report.findings.iter().filter(|one| one.rule == rule.id) {
                if let Some(patch) = for_finding(&reading, finding) {
                    all.push((evidence.clone(), finding.clone(), patch));
                }
            }
        }
    }
    all
}

#[test]
fn every_patch_of_every_rule_corrects_the_finding_and_breaks_nothing_else() {
    let mut named = BTreeSet::new();
    for (evidence, finding, patch) in patched_examples() {
        let before = judge(&evidence);
        let again = judge(&patched(&evidence, &patch));
        let place = |one: &Finding| (one.rule.clone(), one.r#where.clone());
        assert!(
            !again
                .findings
                .iter()
                .any(|one| place(one) == place(&finding)),
            "{} is still found: {patch:?}",
            finding.rule
        );
        let is_new = |one: &&Finding| !before.findings.iter().any(|old| old.rule == one.rule);
        let broken: Vec<&Finding> = again
            .findings
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .filter(is_new)
            .collect();
        assert!(
            broken.is_empty() || patch.content.contains("https://<your"),
            "{}: {broken:?} by {patch:?}",
            finding.rule
        );
        assert!(
            matches!(finding.party, Party::Server | Party::AuthorizationServer),
            "{}",
            finding.rule
        );
        named.insert(finding.rule);
    }
    assert!(named.len() >= 40, "{named:?}");
}

#[test]
fn a_challenge_gets_the_scopes_of_the_metadata_but_no_offline_access() {
    let text = format!(
        "{DOCUMENT}{{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"],\"scopes_supported\":[\"tools\",\"offline_access\"]}}"
    );
    corrected("challenge/without-scope", &text);
    let evidence = transcript::read(&text).unwrap();
    let all = patches(&evidence, &judge(&evidence).findings);
    let patch = all.iter().find(|one| one.header.is_some()).unwrap();
    assert!(patch.content.ends_with("scope=\"tools\""), "{patch:?}");
    assert_eq!(patch.notes, [""; 0]);
}

#[test]
fn a_text_stays_a_list_and_a_word_stays_a_truth_value() {
    corrected(
        "resource/member-type",
        &format!(
            "{DOCUMENT}{{\"resource\":[\"https://h.example/mcp\"],\"authorization_servers\":\"https://as.example\",\"scopes_supported\":\"a b\"}}"
        ),
    );
    corrected(
        "server/member-type",
        &format!(
            "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"client_id_metadata_document_supported\":\"true\"}}"
        ),
    );
}

#[test]
fn http_behind_a_proxy_becomes_https_also_where_another_host_is_named() {
    corrected(
        "resource/insecure-url",
        &format!(
            "{DOCUMENT}{{\"resource\":\"http://h.example:8080/mcp\",\"authorization_servers\":[\"http://as.example\"]}}"
        ),
    );
}
