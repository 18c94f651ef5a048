//! What a host is told where its browser keeps an answer from it.

use super::finding;
use crate::action::{Action, ActionKind, By};
use crate::advice::actions::{Judged, actions};
use crate::advice::host::{HostInfo, HostKind};
use crate::evidence::reading::Reading;
use crate::evidence::transcript;
use crate::finding::{Overall, Place};
use crate::rule::Party;
use crate::spec::Revision;

/// A sign-in whose registration got no answer, as the first action for this kind of host.
fn first_for(kind: HostKind, rule: &str) -> Action {
    let text = "seen from: browser
        server: https://mcp.example.com/mcp
        > POST https://mcp.example.com/mcp
        < 401
        > POST https://as.example.com:8443/register
        ! blocked TypeError: Failed to fetch";
    let evidence = transcript::read(text).unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let mut cause = finding(rule, Party::AuthorizationServer);
    cause.r#where = Some(Place {
        exchange: Some(1),
        url: Some("https://as.example.com:8443/register".to_owned()),
        member: None,
    });
    let advice = actions(&Judged {
        reading: &reading,
        verdict: Overall::Blocked,
        cause: Some(&cause),
        findings: &[],
        host: &HostInfo {
            kind,
            ..HostInfo::default()
        },
    });
    advice.actions[0].clone()
}

#[test]
fn an_extension_is_told_which_permission_to_add_to_its_manifest() {
    for kind in [HostKind::ChromeExtension, HostKind::FirefoxExtension] {
        for rule in ["browser/blocked", "browser/not-readable"] {
            let action = first_for(kind, rule);
            assert_eq!(
                (action.kind, action.by),
                (ActionKind::ChangeSetting, By::Person)
            );
            assert_eq!(
                action.title,
                "Let the extension read what as.example.com:8443 answers"
            );
            assert!(
                action.steps[0].contains(
                    "\"host_permissions\": [\"https://as.example.com/*\", \"https://mcp.example.com/*\"]"
                ),
                "{:?}",
                action.steps
            );
            assert!(action.message.unwrap().contains("manifest.json"));
        }
    }
}

#[test]
fn an_extension_in_the_web_host_of_vs_code_is_told_where_it_could_read() {
    let action = first_for(HostKind::VscodeWeb, "browser/blocked");
    assert!(action.steps[1].contains("`main`"), "{:?}", action.steps);
}

#[test]
fn a_page_and_a_desktop_app_lack_no_permission() {
    for kind in [HostKind::Page, HostKind::Desktop, HostKind::VscodeDesktop] {
        assert_ne!(
            first_for(kind, "browser/blocked").kind,
            ActionKind::ChangeSetting
        );
    }
}
