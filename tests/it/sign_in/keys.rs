//! Signing keys (RFC 9449) live as long as the sign-in that they were made for, and no longer.

use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, beginning, completion, completion_of, kept,
    opened_with, options, refusal, renewal, resource_metadata, revocation, server_metadata, tokens,
};
use crate::support::moved::{OTHER, listing, moved};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::after::access::headers;
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::keep::store::{abandon, forget_tokens, tokens_key};
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::flow::refusal::Refusal;
use serde_json::json;
use std::collections::BTreeSet;

fn bound() -> SignInOptions {
    SignInOptions {
        prove: Some(false),
        dpop: Some(true),
        ..options()
    }
}

fn opened(world: &mut World) -> (String, Pending) {
    opened_with(world, bound())
}

fn signed_in(honest: &Honest, world: &mut World) -> Tokens {
    let (url, pending) = opened(world);
    tokens(world.run(completion(pending.id, honest.approve(&url))))
}

fn only(key_id: Option<&String>) -> BTreeSet<String> {
    key_id.into_iter().cloned().collect()
}

#[test]
fn a_key_is_kept_as_long_as_its_tokens_are_and_renewed() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    assert_eq!(first.token_type, "DPoP");
    assert!(first.key_id.is_some());
    assert_eq!(world.keys, only(first.key_id.as_ref()));
    let renewed = tokens(world.run(renewal(&first)));
    assert_eq!(renewed.key_id, first.key_id);
    assert_eq!(world.keys, only(first.key_id.as_ref()));
}

#[test]
fn a_refused_refresh_leaves_the_key_to_the_access_token() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    honest.0.borrow_mut().refresh_tokens.clear();
    assert!(world.run(renewal(&first)).is_err());
    assert!(kept(&world).is_some());
    assert_eq!(world.keys, only(first.key_id.as_ref()));
}

#[test]
fn a_new_sign_in_takes_the_key_of_the_old_one_along() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    let second = signed_in(&honest, &mut world);
    assert_ne!(first.key_id, second.key_id);
    assert_eq!(world.keys, only(second.key_id.as_ref()));
}

#[test]
fn a_store_that_loses_the_new_tokens_keeps_the_key_of_the_old_ones() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    let (url, pending) = opened(&mut world);
    let name = tokens_key(ISSUER, SERVER);
    let before = world.store[&name].clone();
    let mut ending = completion(pending.id, honest.approve(&url));
    let ended = loop {
        match ending.proceed() {
            Turn::Perform(effect) => ending.answer(world.perform(effect)),
            Turn::Done(ended) => break ended,
        }
        world.store.insert(name.clone(), before.clone());
    };
    assert!(matches!(ended, Ok(Outcome::SignedIn { .. })), "{ended:?}");
    assert!(world.keys.contains(first.key_id.as_deref().unwrap()));
}

#[test]
fn a_sign_out_takes_the_key_along_whichever_tokens_it_is_given() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    tokens(world.run(renewal(&first)));
    assert_eq!(world.run(revocation(&first)), Ok(true));
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn tokens_that_are_forgotten_without_a_word_take_the_key_along() {
    let honest = Honest::default();
    let mut world = honest.world();
    signed_in(&honest, &mut world);
    let name = tokens_key(ISSUER, SERVER);
    let forgotten = Conversation::new(move |host| forget_tokens(host, &name));
    assert_eq!(world.run(forgotten), Ok(()));
    assert_eq!(kept(&world), None);
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn tokens_of_an_authorization_server_that_is_listed_no_more_take_the_key_along() {
    let honest = Honest::default();
    let mut before = listing(&honest, json!([ISSUER, OTHER]));
    let first = signed_in(&honest, &mut before);
    let mut after = moved(&before.store);
    after.keys = only(first.key_id.as_ref());
    let wish = SignInOptions {
        challenge: Some("Bearer".to_owned()),
        ..options()
    };
    opened_with(&mut after, wish);
    assert_eq!(kept(&after), None);
    assert_eq!(after.keys, BTreeSet::new());
}

#[test]
fn a_sign_in_that_the_person_declines_takes_its_key_along() {
    let mut world = Honest::default().world();
    let (_, pending) = opened(&mut world);
    let state = pending.state.clone().unwrap_or_default();
    let declined = format!(
        "{REDIRECT}?error=access_denied&state={}&iss={ISSUER}",
        state.reveal()
    );
    let ended = refusal(world.run(completion(pending.id, declined)));
    assert!(matches!(ended, Refusal::AuthorizationRefused { .. }));
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn a_refused_code_takes_its_key_along() {
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/token",
            400,
            json_headers(),
            r#"{"error":"invalid_grant"}"#,
        )
        .or_else(Honest::default().world());
    let (url, pending) = opened(&mut world);
    let callback = Honest::default().approve(&url);
    refusal(world.run(completion(pending.id, callback)));
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn a_callback_that_comes_twice_leaves_the_key_to_the_tokens() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let first = tokens(world.run(completion_of(pending.clone(), callback.clone())));
    refusal(world.run(completion_of(pending.clone(), callback.clone())));
    assert_eq!(world.keys, only(first.key_id.as_ref()));
    world.now += 700_000.0;
    let late = refusal(world.run(completion_of(pending, callback)));
    assert!(matches!(late, Refusal::PendingExpired { .. }), "{late:?}");
    assert_eq!(world.keys, only(first.key_id.as_ref()));
}

#[test]
fn a_callback_of_a_stranger_leaves_the_key_to_the_sign_in() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let forged = format!("{REDIRECT}?code=stolen&state=guessed&iss={ISSUER}");
    refusal(world.run(completion(pending.id.clone(), forged)));
    let ended = tokens(world.run(completion(pending.id, honest.approve(&url))));
    assert_eq!(world.keys, only(ended.key_id.as_ref()));
}

#[test]
fn a_sign_in_that_takes_too_long_takes_its_key_along() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    world.now += 700_000.0;
    refusal(world.run(completion(pending.id, honest.approve(&url))));
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn a_sign_in_that_is_given_up_takes_its_key_along_and_a_completed_one_is_left_alone() {
    let given_up = |id: &str| {
        let id = id.to_owned();
        Conversation::new(move |host| abandon(host, &id))
    };
    let honest = Honest::default();
    let mut world = honest.world();
    let (_, pending) = opened(&mut world);
    assert_eq!(world.run(given_up(&pending.id)), Ok(()));
    assert_eq!(world.keys, BTreeSet::new());
    let ended = signed_in(&honest, &mut world);
    assert_eq!(world.run(given_up(&ended.sign_in)), Ok(()));
    assert_eq!(world.keys, only(ended.key_id.as_ref()));
}

#[test]
fn a_sign_in_that_does_not_even_begin_leaves_no_key() {
    let mut server = server_metadata();
    server["require_pushed_authorization_requests"] = json!(true);
    server["pushed_authorization_request_endpoint"] = json!("https://as.example/par");
    let mut world = Honest::default()
        .world_with(resource_metadata(), server)
        .handle(|request| {
            let refused = r#"{"error":"invalid_request"}"#;
            (request.url == "https://as.example/par").then(|| answer(400, json_headers(), refused))
        });
    let ended = refusal(world.run(beginning(bound())));
    assert!(
        matches!(ended, Refusal::PushedRequestRefused(_)),
        "{ended:?}"
    );
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn tokens_that_are_not_bound_after_all_need_no_key() {
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/token",
            200,
            json_headers(),
            r#"{"access_token":"plain","token_type":"Bearer"}"#,
        )
        .or_else(Honest::default().world());
    let (url, pending) = opened(&mut world);
    let callback = Honest::default().approve(&url);
    let ended = tokens(world.run(completion(pending.id, callback)));
    assert_eq!(ended.key_id, None);
    assert_eq!(world.keys, BTreeSet::new());
}

#[test]
fn a_host_that_cannot_delete_keys_signs_in_and_out_all_the_same() {
    let unable = |effect: &Effect, given| match effect {
        Effect::DeleteKey(_) => Answer::Failed("not here".to_owned()),
        _ => given,
    };
    let honest = Honest::default();
    let mut world = honest.world();
    signed_in(&honest, &mut world);
    let (url, pending) = opened(&mut world);
    let ending = completion(pending.id, honest.approve(&url));
    let ended = world.run_with(ending, unable);
    assert!(
        matches!(&ended, Ok(Outcome::SignedIn { not_kept: None, .. })),
        "{ended:?}"
    );
    let signed_out = revocation(&tokens(ended));
    assert_eq!(world.run_with(signed_out, unable), Ok(true));
    assert_eq!(kept(&world), None);
}

#[test]
fn what_is_kept_signs_the_next_request() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    let carried = world.run(Conversation::new(move |host| {
        headers(host, &first, "POST", SERVER)
    }));
    assert!(carried.is_ok_and(|carried| carried.has("dpop")));
}
