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
    assert_eq!(plan.register[0].uri, "http://localhost:41937/callback");
    assert_eq!(plan.register[1].uri, "http://127.0.0.1:41937/callback");
    assert_eq!(plan.register.len(), 6);
    assert_eq!(plan.application_type, "native");
}

#[test]
fn a_random_port_can_not_be_registered_where_the_port_is_compared() {
    let host = HostInfo {
        ports: vec![0],
        ..HostInfo::default()
    };
    let asana = plan(&host, by_issuer("https://app.asana.com"));
    assert!(asana.register.is_empty());
    assert!(reason(&asana, "http://127.0.0.1:0").contains("Asana compares the port"));
    let google = plan(&host, by_issuer("https://accounts.google.com"));
    assert_eq!(google.register[0].uri, "http://localhost/callback");
}

#[test]
fn what_is_not_known_of_a_provider_is_not_claimed() {
    let host = HostInfo {
        kind: HostKind::VscodeDesktop,
        ports: vec![0],
        extension_id: Some("acme.mcp".to_owned()),
        ..HostInfo::default()
    };
    let linear = plan(&host, by_issuer("https://mcp.linear.app"));
    assert!(reason(&linear, "http://127.0.0.1:0").contains("don't know whether"));
    assert_eq!(linear.register[0].uri, "vscode://acme.mcp/callback");
    assert!(linear.register[0].why.contains("don't know whether"));
}

#[test]
fn where_the_port_is_free_the_uri_is_registered_without_one_and_sent_with_it() {
    for (issuer, uri, sent) in [
        (
            "https://github.com/login/oauth",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:41937/callback",
        ),
        (
            "https://login.microsoftonline.com/t/v2.0",
            "http://localhost/callback",
            "http://localhost:41937/callback",
        ),
        // Compared character by character first: one registered with a port matches that port only.
        (
            "https://id.example/realms/a",
            "http://localhost/callback",
            "http://localhost:41937/callback",
        ),
    ] {
        let plan = planned(HostKind::Desktop, issuer);
        assert_eq!(plan.register[0].uri, uri);
        assert_eq!(plan.register[0].send.as_deref(), Some(sent));
        assert_eq!(plan.first_sent().as_deref(), Some(sent));
        assert_eq!(plan.application_type, "native");
    }
    let github = planned(HostKind::Desktop, "https://github.com/login/oauth");
    assert_eq!(github.register.len(), 1);
    assert!(github.notes[0].contains("one redirect URI"));
}

#[test]
fn a_name_of_this_machine_that_the_provider_refuses_is_said_to_be() {
    let v6 = HostInfo {
        redirect_uri: Some("http://[::1]:5000/callback".to_owned()),
        ..HostInfo::default()
    };
    for issuer in [
        "https://cognito-idp.eu-west-1.amazonaws.com/p",
        "https://login.microsoftonline.com/t/v2.0",
    ] {
        let plan = plan(&v6, by_issuer(issuer));
        assert!(
            reason(&plan, "http://[::1]").contains("localhost"),
            "{plan:?}"
        );
    }
    assert_eq!(
        plan(&v6, None).register[0].uri,
        "http://[::1]:5000/callback"
    );
    let cognito = planned(
        HostKind::Desktop,
        "https://cognito-idp.eu-west-1.amazonaws.com/p",
    );
    assert!(reason(&cognito, "http://127.0.0.1").contains("only localhost"));
}

#[test]
fn firefox_catches_a_loopback_address_of_its_own_that_needs_no_listener() {
    let host = HostInfo {
        kind: HostKind::FirefoxExtension,
        redirect_uri: Some(
            "https://35b64b676900f491c00e7f618d43f7040e88422e.extensions.allizom.org/".to_owned(),
        ),
        ..HostInfo::default()
    };
    let plan = plan(&host, by_issuer("https://app.asana.com"));
    let uris: Vec<&str> = plan.register.iter().map(|one| one.uri.as_str()).collect();
    assert_eq!(
        uris,
        [
            "https://35b64b676900f491c00e7f618d43f7040e88422e.extensions.allizom.org/",
            "http://127.0.0.1/mozoauth2/35b64b676900f491c00e7f618d43f7040e88422e",
        ]
    );
}

#[test]
fn every_kind_of_host_gets_a_way_at_every_provider_and_no_uri_stands_on_both_sides() {
    use HostKind::{ChromeExtension, Desktop, FirefoxExtension, Page, VscodeDesktop, VscodeWeb};
    for kind in [
        Desktop,
        VscodeDesktop,
        VscodeWeb,
        ChromeExtension,
        FirefoxExtension,
        Page,
    ] {
        for provider in crate::providers::ALL {
            let host = HostInfo {
                kind,
                ..HostInfo::default()
            };
            let plan = plan(&host, Some(provider));
            assert!(!plan.register.is_empty(), "{kind:?} at {}", provider.name);
            for one in &plan.register {
                let twice = plan.cannot.iter().any(|other| other.uri == one.uri);
                assert!(!twice, "{} at {}", one.uri, provider.name);
                let https = one.uri.starts_with("https:");
                let in_browser = matches!(kind, VscodeWeb | ChromeExtension | Page);
                assert!(https || !in_browser, "{} for {kind:?}", one.uri);
            }
            assert!(plan.cannot.iter().all(|one| !one.why.is_empty()));
        }
    }
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
