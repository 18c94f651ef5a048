//! State across faults: what is still good is kept, what is not is given up, and nothing is spent twice.

use crate::support::World;
use crate::support::faulty::{lost, until_it_sends};
use crate::support::honest::{
    Honest, ISSUER, SERVER, after_sign_in, completion, kept, opened, renewal, requests_to,
    revocation, signed_in, tokens,
};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::store::{refresh_lock, tokens_key};
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};

#[test]
fn a_clock_that_is_set_back_does_not_bring_back_a_spent_refresh_token() {
    let (honest, mut world, first) = after_sign_in();
    world.now -= 3_600_000.0;
    tokens(world.run(renewal(&first)));
    tokens(world.run(renewal(&first)));
    assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0);
}

#[test]
fn a_clock_that_jumps_ahead_makes_a_token_be_renewed_and_no_more() {
    let (honest, mut world, first) = after_sign_in();
    world.now += 400.0 * 86_400_000.0;
    assert!(first.is_expired(world.now));
    let renewed = tokens(world.run(renewal(&first)));
    assert!(honest.takes(renewed.access_token.reveal()) && !renewed.is_expired(world.now));
}

#[test]
fn a_sign_in_is_completed_by_another_process_than_the_one_that_began_it() {
    let honest = Honest::default();
    let mut world = honest.world();
    let signed_in = signed_in(&honest, &mut world);
    assert!(honest.takes(signed_in.access_token.reveal()));
}

#[test]
fn a_second_window_with_the_rotated_token_gets_what_the_first_one_got() {
    let honest = Honest::default();
    let mut world = honest.world();
    let both_have = signed_in(&honest, &mut world);
    let first = tokens(world.run(renewal(&both_have)));
    let second = tokens(world.run(renewal(&both_have)));
    assert_eq!(first.access_token, second.access_token);
    assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0);
}

#[test]
fn a_refresh_token_that_the_server_has_given_up_is_not_kept() {
    let (honest, mut world, first) = after_sign_in();
    honest.0.borrow_mut().refresh_tokens.clear();
    assert!(world.run(renewal(&first)).is_err());
    assert!(matches!(world.run(renewal(&first)), Err(Stop::Refused(_))));
    assert_eq!(
        requests_to(&world, "/token"),
        2,
        "the code, and the refused refresh, once"
    );
}

#[test]
fn a_refresh_whose_answer_is_lost_ends_in_being_asked_to_sign_in_and_a_sign_in_helps() {
    let (honest, mut world, first) = after_sign_in();
    assert!(world.run_with(renewal(&first), lost).is_err());
    let again = world.run(renewal(&first));
    assert!(matches!(again, Err(Stop::Refused(_))), "{again:?}");
    assert!(kept(&world).is_none_or(|rest| rest.refresh_token.is_none()));
    let anew = signed_in(&honest, &mut world);
    assert!(honest.takes(anew.access_token.reveal()));
}

#[test]
fn a_network_that_fails_before_a_refresh_leaves_the_refresh_token_alone() {
    let (honest, mut world, first) = after_sign_in();
    let mut offline = World::new();
    offline.store = world.store.clone();
    assert!(offline.run(renewal(&first)).is_err());
    world.store = offline.store;
    let renewed = tokens(world.run(renewal(&first)));
    assert!(honest.takes(renewed.access_token.reveal()));
}

#[test]
fn a_network_that_is_lost_in_the_middle_of_the_exchange_spends_the_code_once() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let ended = world.run_with(completion(pending.id.clone(), callback.clone()), lost);
    assert!(matches!(ended, Err(Stop::Refused(_))), "{ended:?}");
    assert!(world.run(completion(pending.id, callback)).is_err());
    assert_eq!(honest.0.borrow().codes_used_again, 0);
    let anew = signed_in(&honest, &mut world);
    assert!(honest.takes(anew.access_token.reveal()));
}

#[test]
fn a_store_that_loses_the_pending_sign_in_asks_for_a_new_one() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    world.store.clear();
    let ended = world.run(completion(pending.id, callback));
    assert!(matches!(ended, Err(Stop::Refused(_))), "{ended:?}");
    assert_eq!(requests_to(&world, "/token"), 0, "no code is spent in vain");
}

#[test]
fn a_store_that_cannot_write_says_so_and_loses_no_token_that_was_issued() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let full = |effect: &Effect, answer| match effect {
        Effect::Save(..) => Answer::Failed("the disk is full".to_owned()),
        _ => answer,
    };
    let ended = world.run_with(completion(pending.id, callback), full);
    let Ok(Outcome::SignedIn {
        tokens, not_kept, ..
    }) = ended
    else {
        panic!("{ended:?}");
    };
    assert!(honest.takes(tokens.access_token.reveal()));
    assert_eq!(not_kept.as_deref(), Some("the disk is full"));
    assert_eq!(honest.0.borrow().codes_used_again, 0);
}

#[test]
fn a_sign_out_during_a_refresh_leaves_nothing_here_and_takes_back_what_the_refresh_got() {
    let (_, mut world, first) = after_sign_in();
    let (renewed, told) = during_its_request(&mut world, renewal(&first), revocation(&first));
    assert_eq!(told, Ok(true));
    assert_eq!(kept(&world), None);
    assert!(taken_back(&world, tokens(renewed).access_token.reveal()));
}

#[test]
fn a_refresh_that_waited_for_a_sign_out_does_not_sign_in_again() {
    let (_, mut world, first) = after_sign_in();
    let (told, renewed) = during_its_request(&mut world, revocation(&first), renewal(&first));
    assert_eq!(told, Ok(true));
    assert!(matches!(renewed, Err(Stop::Refused(_))), "{renewed:?}");
    assert_eq!(kept(&world), None);
}

#[test]
fn a_sign_out_with_tokens_of_before_a_refresh_takes_back_those_in_use_too() {
    let (_, mut world, first) = after_sign_in();
    let renewed = tokens(world.run(renewal(&first)));
    assert_eq!(world.run(revocation(&first)), Ok(true));
    assert_eq!(kept(&world), None);
    assert!(taken_back(&world, renewed.access_token.reveal()));
    assert!(taken_back(&world, first.access_token.reveal()));
}

#[test]
fn a_refresh_refused_after_the_sign_in_was_removed_puts_nothing_back() {
    let (honest, mut world, first) = after_sign_in();
    let mut asking = renewal(&first);
    let request = until_it_sends(&mut world, &mut asking);
    world.store.remove(&tokens_key(ISSUER, SERVER));
    honest.0.borrow_mut().refresh_tokens.clear();
    asking.answer(world.perform(request));
    assert!(world.run(asking).is_err());
    assert_eq!(kept(&world), None);
}

#[test]
fn a_refresh_answered_after_the_sign_in_was_removed_says_that_nothing_is_kept() {
    let (_, mut world, first) = after_sign_in();
    let mut asking = renewal(&first);
    let request = until_it_sends(&mut world, &mut asking);
    world.store.remove(&tokens_key(ISSUER, SERVER));
    asking.answer(world.perform(request));
    let ended = world.run(asking);
    let told = matches!(&ended, Ok(Outcome::SignedIn { not_kept, .. }) if not_kept.is_some());
    assert!(told, "{ended:?}");
    assert_eq!(kept(&world), None);
}

#[test]
fn a_refresh_answered_after_a_new_sign_in_does_not_take_its_place() {
    let (honest, mut world, first) = after_sign_in();
    let mut asking = renewal(&first);
    let request = until_it_sends(&mut world, &mut asking);
    let anew = signed_in(&honest, &mut world);
    asking.answer(world.perform(request));
    assert_eq!(tokens(world.run(asking)), anew);
    assert_eq!(kept(&world), Some(anew));
}

#[test]
fn a_refresh_refused_after_a_new_sign_in_takes_nothing_from_it() {
    let (honest, mut world, first) = after_sign_in();
    let mut asking = renewal(&first);
    let request = until_it_sends(&mut world, &mut asking);
    honest.0.borrow_mut().refresh_tokens.clear();
    let anew = signed_in(&honest, &mut world);
    asking.answer(world.perform(request));
    assert!(world.run(asking).is_err());
    assert_eq!(kept(&world), Some(anew));
}

#[test]
fn a_sign_in_waits_with_its_code_until_a_refresh_is_over() {
    let (honest, mut world, first) = after_sign_in();
    let (url, pending) = opened(&mut world);
    let ending = completion(pending.id, honest.approve(&url));
    let (renewed, ended) = during_its_request(&mut world, renewal(&first), ending);
    assert!(
        matches!(renewed, Ok(Outcome::SignedIn { .. })),
        "{renewed:?}"
    );
    assert_eq!(kept(&world), Some(tokens(ended)));
}

/// The second one comes while the request of the first one is under way, and goes on as far as the lock lets it.
fn during_its_request<A, B>(
    world: &mut World,
    mut first: Conversation<A>,
    mut second: Conversation<B>,
) -> (A, B) {
    let request = until_it_sends(world, &mut first);
    let lock = Effect::Lock(refresh_lock(ISSUER, SERVER));
    let over = loop {
        match second.proceed() {
            Turn::Perform(effect) if effect == lock => break None,
            Turn::Perform(effect) => second.answer(world.perform(effect)),
            Turn::Done(over) => break Some(over),
        }
    };
    first.answer(world.perform(request));
    let first = world.run(first);
    (first, over.unwrap_or_else(|| world.run(second)))
}

fn taken_back(world: &World, token: &str) -> bool {
    let token = format!("token={token}&");
    world.sent.iter().any(|(_, request)| {
        let body = request.body.as_deref().unwrap_or_default();
        request.url.ends_with("/revoke") && body.contains(&token)
    })
}
