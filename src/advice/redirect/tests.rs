//! What can be registered where.

use super::{Plan, plan};
use crate::advice::host::{HostInfo, HostKind};
use crate::providers::by_issuer;

fn planned(kind: HostKind, issuer: &str) -> Plan {
    let host = HostInfo {
        kind,
        ..HostInfo::default()
    };
    plan(&host, by_issuer(issuer))
}

fn reason(plan: &Plan, uri: &str) -> String {
    let found = plan.cannot.iter().find(|one| one.uri.starts_with(uri));
    found.map(|one| one.why.clone()).unwrap_or_default()
}

#[test]
fn an_exact_provider_gets_every_fixed_port_in_both_names() {
    let plan = planned(HostKind::Desktop, "https://app.asana.com");
    assert_eq!(plan.register[0].uri, "http://127.0.0.1:41937/callback");
    assert_eq!(plan.register[1].uri, "http://localhost:41937/callback");
    assert_eq!(plan.register.len(), 6);
    assert_eq!(plan.application_type, "native");
}

#[test]
fn a_random_port_can_not_be_registered_where_the_port_is_compared() {
    let host = HostInfo {
        ports: vec![0],
        ..HostInfo::default()
    };
    let slack = plan(&host, by_issuer("https://slack.com"));
    assert!(slack.register.is_empty());
    assert!(reason(&slack, "http://127.0.0.1:0").contains("fixed port"));
    assert_eq!(
        plan(&host, by_issuer("https://accounts.google.com"))
            .register
            .len(),
        2
    );
}

#[test]
fn entra_frees_the_port_of_localhost_and_github_that_of_the_address() {
    let entra = planned(
        HostKind::Desktop,
        "https://login.microsoftonline.com/t/v2.0",
    );
    assert!(entra.register[0].uri.starts_with("http://localhost:"));
    let github = planned(HostKind::Desktop, "https://github.com/login/oauth");
    assert_eq!(github.register.len(), 1);
    assert!(github.register[0].uri.starts_with("http://127.0.0.1:"));
    assert!(github.notes[0].contains("one redirect URI"));
}

#[test]
fn cognito_takes_localhost_only() {
    let plan = planned(
        HostKind::Desktop,
        "https://cognito-idp.eu-west-1.amazonaws.com/p",
    );
    assert!(
        plan.register
            .iter()
            .all(|one| one.uri.contains("localhost"))
    );
}

#[test]
fn a_private_use_scheme_is_not_offered_to_a_provider_that_refuses_it() {
    let plan = planned(HostKind::VscodeDesktop, "https://accounts.google.com");
    assert!(reason(&plan, "vscode://").contains("Google"));
}

#[test]
fn an_extension_uses_the_address_that_its_browser_catches() {
    let plan = planned(HostKind::ChromeExtension, "https://app.asana.com");
    assert_eq!(
        plan.register[0].uri,
        "https://<extension id>.chromiumapp.org/"
    );
    assert_eq!(plan.application_type, "web");
    assert!(reason(&plan, "http://127.0.0.1").contains("listen"));
}

#[test]
fn a_redirect_uri_that_breaks_the_rules_is_explained() {
    for (uri, part) in [
        ("https://localhost:1/cb", "speaks http"),
        ("http://app.example/cb", "beyond this machine"),
        ("https://app.example/cb#x", "fragment"),
    ] {
        let host = HostInfo {
            redirect_uri: Some(uri.to_owned()),
            ..HostInfo::default()
        };
        assert!(reason(&plan(&host, None), uri).contains(part), "{uri}");
    }
}
