//! Sign-ins under way that nobody completes do not stay in the store, and those of other windows do.

use crate::support::World;
use crate::support::honest::{
    Ended, Honest, beginning, completion, kept, opened, opened_with, options, tokens,
};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::store::pending_key;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::limits;

fn waiting(world: &World) -> usize {
    let names = world.store.keys();
    names.filter(|name| name.starts_with("waiting/")).count()
}

fn bound() -> SignInOptions {
    SignInOptions {
        dpop: Some(true),
        ..options()
    }
}

#[test]
fn one_that_is_past_its_time_goes_with_its_key_when_another_one_begins() {
    let mut world = Honest::default().world();
    opened_with(&mut world, bound());
    assert_eq!((waiting(&world), world.keys.len()), (1, 1));
    world.now += limits::PENDING_LIFE;
    opened(&mut world);
    assert_eq!((waiting(&world), world.keys.len()), (1, 0));
}

#[test]
fn one_that_is_in_its_time_stays_and_both_can_end() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (first_url, first) = opened(&mut world);
    world.now += limits::PENDING_LIFE - 1.0;
    let (second_url, second) = opened(&mut world);
    for (url, pending) in [(second_url, second), (first_url, first)] {
        let ended = tokens(world.run(completion(pending.id, honest.approve(&url))));
        assert_eq!(kept(&world), Some(ended));
    }
    assert_eq!(waiting(&world), 0);
}

#[test]
fn what_can_not_be_read_there_is_left_alone() {
    let mut world = Honest::default().world();
    let (_, first) = opened(&mut world);
    let name = pending_key(&first.id);
    world.store.insert(name.clone(), "{".to_owned());
    world.now += limits::PENDING_LIFE;
    opened(&mut world);
    assert!(world.store.contains_key(&name));
}

#[test]
fn a_store_that_can_not_list_begins_a_sign_in_all_the_same() {
    let honest = Honest::default();
    let mut world = honest.world();
    let unable = |effect: &Effect, given| match effect {
        Effect::Keys(_) => Answer::Failed("this store has no keys".to_owned()),
        _ => given,
    };
    assert!(world.run_with(beginning(options()), unable).is_ok());
    assert_eq!(waiting(&world), 1);
}

#[test]
fn no_more_are_looked_through_than_the_limit() {
    let mut world = Honest::default().world();
    let (_, first) = opened(&mut world);
    let text = world.store[&pending_key(&first.id)].clone();
    for at in 0..2 * limits::CLEARED {
        let id = format!("old-{at:03}");
        world
            .store
            .insert(pending_key(&id), text.replace(&first.id, &id));
    }
    world.now += limits::PENDING_LIFE;
    let before = waiting(&world);
    opened(&mut world);
    assert_eq!(waiting(&world), before - limits::CLEARED + 1);
}

#[test]
fn one_that_does_not_begin_because_the_store_fails_is_not_left_there() {
    let mut world = Honest::default().world();
    let unreadable = |effect: &Effect, given| match effect {
        Effect::Load(name) if name.starts_with("waiting/") => {
            Answer::Failed("the disk is busy".to_owned())
        }
        _ => given,
    };
    assert!(world.run_with(beginning(bound()), unreadable).is_err());
    assert_eq!((waiting(&world), world.keys.len()), (0, 0));
}

#[test]
fn on_the_way_to_the_url_the_store_is_waited_for_five_times_at_most() {
    let honest = Honest::default();
    let mut world = honest.world();
    for most in [5, 4] {
        let (waits, ended) = waits_for_the_store(&mut world, beginning(options()));
        assert!(ended.is_ok(), "{ended:?}");
        assert!(waits <= most, "{waits}");
    }
}

fn waits_for_the_store(world: &mut World, mut flow: Conversation<Ended>) -> (usize, Ended) {
    let mut waits = 0;
    loop {
        match flow.proceed() {
            Turn::Done(ended) => return (waits, ended),
            Turn::Perform(effect) => {
                waits += usize::from(matches!(
                    effect,
                    Effect::Load(_)
                        | Effect::Take(_)
                        | Effect::Keys(_)
                        | Effect::Save(..)
                        | Effect::Delete(_)
                        | Effect::Together(_)
                ));
                flow.answer(world.perform(effect));
            }
        }
    }
}
