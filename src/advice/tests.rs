//! What each situation ends in, by evidence as people have it.

mod carried_out;
mod hints;
mod hosts;
mod let_in;
mod whole;

use super::actions::{Advice, Judged, actions};
use super::host::HostInfo;
use crate::action::{Action, ActionKind};
use crate::evidence::reading::Reading;
use crate::evidence::transcript;
use crate::finding::{Certainty, Finding, Overall};
use crate::rule::{Party, Severity};
use crate::spec::Revision;

/// A finding of a rule, as the judge makes it.
pub fn finding(rule: &str, party: Party) -> Finding {
    Finding {
        rule: rule.to_owned(),
        step: rule.split('/').next().unwrap_or_default().to_owned(),
        severity: Severity::Error,
        party,
        title: "What is wrong".to_owned(),
        why: String::new(),
        fix: "What to change".to_owned(),
        expected: None,
        received: None,
        r#where: None,
        certainty: Certainty::Observed,
        cites: Vec::new(),
        conformance: Vec::new(),
        ways: None,
    }
}

fn advice(text: &str, verdict: Overall, cause: Option<&Finding>) -> Advice {
    let evidence = transcript::read(text).unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    actions(&Judged {
        reading: &reading,
        verdict,
        cause,
        findings: &[],
        host: &host,
    })
}

fn of(advice: &Advice, kind: ActionKind) -> &Action {
    let found = advice.actions.iter().find(|action| action.kind == kind);
    found.unwrap_or_else(|| panic!("{kind:?} is not among {:?}", advice.actions))
}

fn why_not(advice: &Advice, kind: ActionKind) -> &str {
    let found = advice.ruled_out.iter().find(|one| one.kind == kind);
    &found
        .unwrap_or_else(|| panic!("{kind:?} is not ruled out"))
        .why
}

const GITHUB: &str = "server: https://api.githubcopilot.com/mcp/
    > GET https://api.githubcopilot.com/.well-known/oauth-protected-resource/mcp/
    < 200
    < Content-Type: application/json
    < {\"resource\":\"https://api.githubcopilot.com/mcp\",\"authorization_servers\":[\"https://github.com/login/oauth\"],\"scopes_supported\":[\"repo\"]}
    > GET https://github.com/.well-known/oauth-authorization-server/login/oauth
    < 200
    < Content-Type: application/json
    < {\"issuer\":\"https://github.com/login/oauth\",\"authorization_endpoint\":\"https://github.com/login/oauth/authorize\",\"token_endpoint\":\"https://github.com/login/oauth/access_token\",\"code_challenge_methods_supported\":[\"S256\"]}";

#[test]
fn an_own_app_says_where_to_click_what_to_register_and_what_comes_back() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    let app = of(&advice, ActionKind::OwnApp);
    assert!(app.steps[0].contains("https://github.com/settings/applications/new"));
    assert!(app.steps[1].ends_with("http://127.0.0.1/callback"));
    let value = |name: &str| app.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!(
        value("redirectUri").value.as_deref(),
        Some("http://127.0.0.1:41937/callback")
    );
    assert_eq!(value("scopes").value.as_deref(), Some("repo"));
    assert!(value("clientSecret").required && value("clientSecret").secret);
}

#[test]
fn a_personal_access_token_names_the_page_and_the_scopes() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    let token = of(&advice, ActionKind::PersonalAccessToken);
    assert!(token.steps[0].contains("personal-access-tokens"));
    assert!(token.steps[1].contains("repo"));
    assert!(
        token
            .fields
            .iter()
            .all(|field| !field.secret || field.value.is_none())
    );
}

#[test]
fn what_the_evidence_rules_out_is_not_offered_and_says_why() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    assert!(why_not(&advice, ActionKind::ClientMetadataDocument).contains("github.com"));
    assert!(why_not(&advice, ActionKind::Basic).contains("Basic"));
}

#[test]
fn a_document_is_offered_where_the_server_takes_one() {
    let cause = finding("registration/anything", Party::Client);
    let advice = advice(
        "server: https://mcp.example.com/mcp
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"client_id_metadata_document_supported\":true}",
        Overall::Blocked,
        Some(&cause),
    );
    let document = of(&advice, ActionKind::ClientMetadataDocument);
    assert_eq!(document.fields[0].name, "clientId");
}

#[test]
fn every_party_gets_an_action() {
    for party in [
        Party::Server,
        Party::AuthorizationServer,
        Party::Client,
        Party::User,
    ] {
        let cause = finding("something/new", party);
        let advice = advice(
            "server: https://mcp.example.com/mcp",
            Overall::Blocked,
            Some(&cause),
        );
        assert!(!advice.actions.is_empty(), "{party:?}");
    }
}

#[test]
fn where_nothing_is_wrong_the_action_is_to_sign_in() {
    let advice = advice("server: https://mcp.example.com/mcp", Overall::Ok, None);
    assert_eq!(advice.actions[0].kind, ActionKind::SignIn);
}

#[test]
fn where_several_causes_fit_a_capture_is_offered_too() {
    let cause = finding("something/new", Party::Server);
    let advice = advice(
        "symptom: Authorization failed",
        Overall::Undetermined,
        Some(&cause),
    );
    assert!(
        advice
            .actions
            .iter()
            .any(|action| action.kind == ActionKind::CaptureMore)
    );
}

#[test]
fn scopes_are_asked_for_together_with_those_that_were_granted() {
    let mut cause = finding("scope/insufficient", Party::User);
    cause.step = "authorization".to_owned();
    let evidence = transcript::read(
        "server: https://mcp.example.com/mcp
        > POST https://as.example/token
        > grant_type=authorization_code&code=x
        < 200
        < {\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":\"read\"}
        > POST https://mcp.example.com/mcp
        > Authorization: Bearer t
        < 403
        < WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write\"",
    )
    .unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    let known = super::known::Known::new(&reading, &host);
    let action = super::offer::offer(ActionKind::AddScopes, &known, Some(&cause)).unwrap();
    assert_eq!(action.fields[0].value.as_deref(), Some("read write"));
}

#[test]
fn a_redirect_to_plain_http_is_answered_with_the_slash_and_not_with_the_downgrade() {
    let evidence = transcript::read(
        "server: https://h.example/registry/server
        > POST https://h.example/registry/server
        < 301
        < Location: http://h.example:8080/registry/server/",
    )
    .unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    let known = super::known::Known::new(&reading, &host);
    let action = super::offer::offer(ActionKind::UseOtherAddress, &known, None).unwrap();
    assert_eq!(
        action.fields[0].value.as_deref(),
        Some("https://h.example/registry/server/")
    );
}
