//! A refresh in the form that the server wants, and what a process that ends in the middle of it leaves.

use crate::support::honest::{
    Ended, Honest, ISSUER, SERVER, answer, kept, refusal, renewal, signed_in, tokens,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::deviation::Deviation;
use mcp_auth_doctor::flow::host::{Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::store::{renewed_key, tokens_key};
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::outcome::Concluded;
use mcp_auth_doctor::wire::form;
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;

const ENTRA: &str = "https://mcp.example/mcp/read offline_access";

fn entra() -> Tokens {
    let honest = Honest::default();
    let mut world = honest.world();
    Tokens {
        requested_scope: ENTRA.to_owned(),
        ..signed_in(&honest, &mut world)
    }
}

/// The form of a request: names and values, in order.
type Form = Vec<(String, String)>;

/// Renews at a token endpoint that answers so, the first times; the forms that it got.
fn renewed(tokens: &Tokens, answers: &[(u16, &str)]) -> (Ended, Vec<Form>, Vec<Deviation>) {
    let got = Rc::new(RefCell::new(Vec::new()));
    let mut left: Vec<(u16, String)> = answers
        .iter()
        .rev()
        .map(|(status, body)| (*status, (*body).to_owned()))
        .collect();
    let seen = Rc::clone(&got);
    let mut world = World::new()
        .handle(move |request| {
            if request.url != "https://as.example/token" {
                return None;
            }
            let body = request.body.as_deref().unwrap_or_default();
            seen.borrow_mut().push(form::decode(body));
            let granted =
                json!({ "access_token": "new", "token_type": "Bearer", "refresh_token": "next" });
            let (status, body) = left.pop().unwrap_or((200, granted.to_string()));
            Some(answer(status, json_headers(), &body))
        })
        .or_else(Honest::default().world());
    let tokens = tokens.clone();
    let concluded = world.run(Conversation::new(move |host| {
        Concluded::of(host, |host| {
            mcp_auth_doctor::flow::after::renew::refresh(host, tokens.clone(), None)
        })
    }));
    let forms = got.borrow().clone();
    (concluded.result, forms, concluded.deviations)
}

fn value<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form::first(form, name)
}

const WANTS_SCOPE: &str = r#"{"error":"invalid_request","error_description":"AADSTS90009: Application is requesting a token for itself."}"#;
const WANTS_NO_RESOURCE: &str = r#"{"error":"invalid_target","error_description":"AADSTS9010010: The resource parameter does not match the scopes."}"#;

#[test]
fn the_scope_that_was_requested_is_repeated_once_where_the_server_wants_it() {
    let (ended, forms, deviations) = renewed(&entra(), &[(400, WANTS_SCOPE)]);
    tokens(ended);
    assert_eq!(forms.len(), 2);
    assert_eq!(value(&forms[0], "scope"), None);
    assert_eq!(value(&forms[1], "scope"), Some(ENTRA), "as it was");
    assert_eq!(deviations, [Deviation::RefreshedWithScope]);
    let (ended, forms, _) = renewed(&entra(), &[(400, WANTS_SCOPE), (400, WANTS_SCOPE)]);
    refusal(ended);
    assert_eq!(forms.len(), 2, "once");
}

#[test]
fn the_resource_is_left_out_once_where_the_scope_names_it_already() {
    let (ended, forms, deviations) = renewed(&entra(), &[(400, WANTS_NO_RESOURCE)]);
    tokens(ended);
    assert_eq!(value(&forms[0], "resource"), Some(SERVER));
    assert_eq!(value(&forms[1], "resource"), None);
    assert_eq!(deviations, [Deviation::RefreshedWithoutResource]);
    let unnamed = Tokens {
        requested_scope: "read".to_owned(),
        ..entra()
    };
    let (ended, forms, _) = renewed(&unnamed, &[(400, WANTS_NO_RESOURCE)]);
    refusal(ended);
    assert_eq!(forms.len(), 1);
}

#[test]
fn a_token_that_may_be_spent_is_never_sent_again() {
    let spent = WANTS_SCOPE.replace("invalid_request", "invalid_grant");
    for (status, body) in [
        (400, spent.as_str()),
        (503, WANTS_SCOPE),
        (500, WANTS_NO_RESOURCE),
        (
            400,
            r#"{"error":"invalid_request","error_description":"AADSTS900091"}"#,
        ),
    ] {
        let (ended, forms, deviations) = renewed(&entra(), &[(status, body)]);
        refusal(ended);
        assert_eq!(
            (forms.len(), deviations),
            (1, Vec::new()),
            "{status} {body}"
        );
    }
}

#[test]
fn between_the_answer_and_its_save_nothing_is_read() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    let mut flow = renewal(&first);
    let mut after = Vec::new();
    let mut answered = false;
    while let Turn::Perform(effect) = flow.proceed() {
        if answered {
            after.push(format!("{effect:?}"));
        }
        answered |= matches!(effect, Effect::Commit(_));
        flow.answer(world.perform(effect));
    }
    let saved = after
        .iter()
        .position(|one| one.starts_with("Save("))
        .unwrap();
    assert!(after[..saved].iter().all(|one| one == "Now"), "{after:?}");
    assert!(!world.store.keys().any(|key| key.starts_with("renewed/")));
}

#[test]
fn a_process_that_ends_right_behind_the_answer_loses_no_rotation() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    let mut flow = renewal(&first);
    // It ends with its first save.
    loop {
        let Turn::Perform(effect) = flow.proceed() else {
            panic!("it ended by itself");
        };
        let ends = matches!(&effect, Effect::Save(key, _) if *key == renewed_key(ISSUER, SERVER));
        flow.answer(world.perform(effect));
        if ends {
            break;
        }
    }
    assert_eq!(kept(&world).as_ref(), Some(&first), "not yet in its place");
    let second = tokens(world.run(renewal(&first)));
    assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0);
    assert!(honest.takes(second.access_token.reveal()));
    assert!(!world.store.contains_key(&renewed_key(ISSUER, SERVER)));
    assert!(world.store.contains_key(&tokens_key(ISSUER, SERVER)));
}
