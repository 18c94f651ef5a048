//! A patched server is judged again: the defect is gone.

use super::{patched, patches};
use crate::evidence::transcript;
use crate::report::judge;

/// Patches the finding of a rule, judges again, and expects the finding to be gone.
fn mended(rule: &str, text: &str) {
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
    mended(
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
    mended(
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
    mended(
        "resource/resource-mismatch",
        &format!(
            "{DOCUMENT}{{\"resource\":\"https://other.example/\",\"authorization_servers\":[\"https://as.example\"]}}"
        ),
    );
}

#[test]
fn a_null_is_left_out() {
    mended(
        "resource/member-type",
        &format!(
            "{DOCUMENT}{{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"],\"scopes_supported\":null}}"
        ),
    );
}

#[test]
fn authorization_servers_are_named() {
    mended(
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
    mended(
        "server/issuer-mismatch",
        &format!(
            "{SERVER}{{\"issuer\":\"https://cf.as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
        ),
    );
}

#[test]
fn s256_is_advertised_with_a_warning() {
    mended(
        "server/pkce-not-advertised",
        &format!(
            "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\"}}"
        ),
    );
}

#[test]
fn plain_http_becomes_https_at_the_public_host() {
    mended(
        "server/insecure-endpoint",
        &format!(
            "{SERVER}{{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"http://as.example:8080/a\",\"token_endpoint\":\"http://as.example:8080/t\",\"code_challenge_methods_supported\":[\"S256\"]}}"
        ),
    );
}
