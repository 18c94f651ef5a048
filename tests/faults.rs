//! State across faults: what is still good is kept, what is not is given up, and nothing is spent twice.

mod support;

use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::renew::refresh;
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};
use mcp_auth_doctor::flow::tokens::Tokens;
use support::World;
use support::honest::{Honest, REDIRECT, SERVER};

fn signed_in(honest: &Honest, world: &mut World) -> Tokens {
    let options = SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    };
    let begun = world.run(Conversation::new(|host| async move {
        begin(&host, options).await
    }));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun else {
        panic!("{begun:?}");
    };
    let callback = honest.approve(&url);
    tokens(world.run(Conversation::new(|host| async move {
        complete(&host, Waiting::Kept(pending.id), Some(callback)).await
    })))
}

fn renewed(world: &mut World, tokens: &Tokens) -> Result<Outcome, Stop> {
    let tokens = tokens.clone();
    world.run(Conversation::new(|host| async move {
        refresh(&host, tokens, None).await
    }))
}

fn tokens(ended: Result<Outcome, Stop>) -> Tokens {
    match ended {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_clock_that_is_set_back_does_not_bring_back_a_spent_refresh_token() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    world.now -= 3_600_000.0;
    tokens(renewed(&mut world, &first));
    tokens(renewed(&mut world, &first));
    assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0);
}

#[test]
fn a_sign_in_is_completed_by_another_process_than_the_one_that_began_it() {
    let honest = Honest::default();
    let mut world = honest.world();
    let signed_in = signed_in(&honest, &mut world);
    assert!(honest.takes(signed_in.access_token.reveal()));
}

#[test]
fn a_refresh_token_that_the_server_has_given_up_is_not_kept() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = signed_in(&honest, &mut world);
    honest.0.borrow_mut().refresh_tokens.clear();
    assert!(renewed(&mut world, &first).is_err());
    assert!(matches!(renewed(&mut world, &first), Err(Stop::Refused(_))));
    let asked = world
        .sent
        .iter()
        .filter(|(_, one)| one.url.ends_with("/token"))
        .count();
    assert_eq!(asked, 2, "the code, and the refused refresh, once");
}
