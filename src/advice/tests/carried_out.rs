//! Each action of each rule's report: who carries it out, and what it says.

use super::whole::METADATA;
use crate::action::{Action, ActionKind, By, Field};
use crate::advice::apply::apply;
use crate::advice::host::{HostInfo, HostKind};
use crate::evidence::transcript;
use crate::flow::options::SignInOptions;
use crate::report::{Overall, Report, judge, judge_for};
use crate::rule::Severity;
use crate::rules;
use std::collections::BTreeMap;

/// The reports of every rule's failing examples, as each kind of host gets them.
fn reports() -> Vec<Report> {
    let kinds = [HostKind::Desktop, HostKind::Page];
    let examples = rules::ALL.iter().flat_map(|rule| rule.fails);
    let of_each_host = examples.flat_map(|example| {
        let evidence = transcript::read(example).unwrap();
        kinds.map(|kind| {
            let host = HostInfo {
                kind,
                ..HostInfo::default()
            };
            judge_for(&evidence, &host)
        })
    });
    of_each_host.collect()
}

/// A form as a person fills it in.
fn filled(action: &Action) -> BTreeMap<String, String> {
    let value = |field: &Field| match field.name.as_str() {
        "server" => "https://mcp.example.com/mcp".to_owned(),
        "port" => "41938".to_owned(),
        "allow" | "confirmForeign" => "true".to_owned(),
        "redirectUri" => "http://127.0.0.1:41937/callback".to_owned(),
        "clientId" => "https://client.example.com/client.json".to_owned(),
        _ => "something".to_owned(),
    };
    let fields = action.fields.iter();
    fields
        .map(|field| (field.name.clone(), value(field)))
        .collect()
}

#[test]
fn a_program_carries_out_exactly_the_actions_that_say_so() {
    let mut seen = [0, 0];
    for report in reports() {
        for action in &report.actions {
            let options = SignInOptions {
                server: "https://mcp.example.com/mcp".to_owned(),
                ..SignInOptions::default()
            };
            let step = apply(action, &filled(action), options);
            let by_program = action.by == By::Program;
            assert_eq!(step.is_ok(), by_program, "{action:?}: {step:?}");
            seen[usize::from(by_program)] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn every_action_has_a_button_and_a_persons_has_the_text_that_it_copies() {
    for action in reports().iter().flat_map(|report| &report.actions) {
        assert!(!action.submit.is_empty(), "{action:?}");
        assert_eq!(
            action.message.is_some(),
            action.by == By::Person,
            "{action:?}"
        );
        assert!(
            action.by == By::Program || action.fields.is_empty() && !action.login,
            "{action:?}"
        );
    }
}

#[test]
fn no_action_says_what_the_cause_says() {
    for report in reports() {
        let Some(cause) = &report.cause else { continue };
        let of_cause = [&cause.title, &cause.why, &cause.fix];
        for action in &report.actions {
            let said = [&action.title, &action.why];
            for text in said.into_iter().chain(&action.steps) {
                assert!(!of_cause.contains(&text), "{}: {text}", cause.rule);
            }
        }
    }
}

#[test]
fn beside_a_stop_no_action_says_that_nothing_is_in_the_way() {
    let mut again = 0;
    for report in reports() {
        let stopped = report
            .cause
            .is_some_and(|one| one.severity == Severity::Error);
        let actions = report.actions.iter();
        for action in actions.filter(|one| one.kind == ActionKind::SignIn) {
            assert!(!stopped || !action.why.contains("Nothing"), "{action:?}");
            again += usize::from(stopped);
        }
    }
    assert!(again > 5, "{again}");
}

#[test]
fn where_a_person_has_to_bring_something_the_first_action_is_its_form() {
    let mut forms = 0;
    for report in reports() {
        if report.verdict != Overall::Needs {
            continue;
        }
        let first = report.actions.first().unwrap();
        assert!(
            first.by == By::Program && !first.fields.is_empty(),
            "{:?}: {first:?}",
            report.cause.map(|cause| cause.rule)
        );
        forms += 1;
    }
    assert!(forms > 1, "{forms}");
}

/// The actions and what is ruled out at a server whose metadata has this besides.
fn at_server_with(members: &str) -> Report {
    judge(
        &transcript::read(&format!(
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
            < 401
            < WWW-Authenticate: Bearer resource_metadata=\"https://h.example/.well-known/oauth-protected-resource/mcp\"
            > GET https://h.example/.well-known/oauth-protected-resource/mcp
            < 200
            < {{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"]}}
            {}",
            METADATA.replace(
                "\"response_types_supported\"",
                &format!("{members},\"response_types_supported\"")
            )
        ))
        .unwrap(),
    )
}

#[test]
fn a_sign_in_that_would_stop_for_want_of_a_client_is_not_offered_as_one() {
    let report = at_server_with("\"scopes_supported\":[\"a\"]");
    let kinds: Vec<ActionKind> = report.actions.iter().map(|one| one.kind).collect();
    assert!(!kinds.contains(&ActionKind::SignIn), "{kinds:?}");
    assert_eq!(kinds.first(), Some(&ActionKind::OwnApp), "{kinds:?}");
    let report = at_server_with("\"registration_endpoint\":\"https://as.example/r\"");
    assert_eq!(report.actions[0].kind, ActionKind::SignIn);
}

#[test]
fn an_id_and_a_secret_are_not_offered_where_only_a_key_is_accepted() {
    let report = at_server_with("\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\"]");
    assert!(
        report
            .actions
            .iter()
            .all(|one| one.kind != ActionKind::OwnApp)
    );
    let mut ruled_out = report.ruled_out.iter();
    let own_app = ruled_out
        .find(|one| one.kind == ActionKind::OwnApp)
        .unwrap();
    assert!(own_app.why.contains("private_key_jwt"), "{}", own_app.why);
}

#[test]
fn a_box_that_is_not_ticked_does_not_confirm_a_foreign_token() {
    let report = at_server_with("\"scopes_supported\":[\"a\"]");
    let mut actions = report.actions.iter();
    let token = actions
        .find(|one| one.kind == ActionKind::PersonalAccessToken)
        .unwrap();
    let go_on = |ticked: &str| {
        let values = [
            ("token", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
            ("confirmForeign", ticked),
        ];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let options = SignInOptions {
            server: "https://h.example/mcp".to_owned(),
            ..SignInOptions::default()
        };
        apply(token, &values.into(), options)
    };
    assert!(go_on("false").is_err());
    assert!(go_on("").is_err());
    assert!(go_on("true").is_ok());
}
