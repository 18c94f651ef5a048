//! Every single fault that a store can have, at every place where a sign-in or a renewal uses it: nothing is spent twice, nothing good is
//! lost without a word, and the next sign-in works.

use crate::support::faulty::at_once;
use crate::support::honest::{
    Ended, Honest, beginning, completion, kept, opened, options, renewal, signed_in,
};
use crate::support::{World, each};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, Turn};
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::outcome::Outcome;

/// What a store may do instead of what it was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// It throws, and has done nothing.
    Throws,
    /// It throws, though it has done it.
    ThrowsAfterwards,
    /// It says nothing, and has done nothing.
    Loses,
    /// It gives back something else than was stored.
    Garbles,
}

const FAULTS: [Fault; 4] = [
    Fault::Throws,
    Fault::ThrowsAfterwards,
    Fault::Loses,
    Fault::Garbles,
];

/// Runs a flow in which the store is faulty once, at its use number `at`; nothing where it has fewer uses.
fn with_fault(
    world: &mut World,
    mut flow: Conversation<Ended>,
    at: usize,
    fault: Fault,
) -> Option<Ended> {
    let mut uses = 0;
    loop {
        match flow.proceed() {
            Turn::Done(ended) => return (uses > at).then_some(ended),
            Turn::Perform(effect) => flow.answer(each(effect, &mut |effect| {
                let stored = matches!(
                    effect,
                    Effect::Load(_)
                        | Effect::Take(_)
                        | Effect::Keys(_)
                        | Effect::Save(..)
                        | Effect::Delete(_)
                );
                let answer = if stored && uses == at {
                    faulty(world, effect, fault)
                } else {
                    world.perform(effect)
                };
                uses += usize::from(stored);
                answer
            })),
        }
    }
}

fn faulty(world: &mut World, effect: Effect, fault: Fault) -> Answer {
    let reads = matches!(effect, Effect::Load(_) | Effect::Take(_));
    let lists = matches!(effect, Effect::Keys(_));
    match fault {
        Fault::Throws => Answer::Failed("the disk is full".to_owned()),
        Fault::ThrowsAfterwards => {
            world.perform(effect);
            Answer::Failed("the disk is slow".to_owned())
        }
        Fault::Loses | Fault::Garbles if lists => Answer::Names(Vec::new()),
        Fault::Loses if reads => Answer::Text(None),
        Fault::Loses => Answer::Done,
        Fault::Garbles if reads => {
            world.perform(effect);
            Answer::Text(Some("{\"v\":1,\"issuer\":[".to_owned()))
        }
        Fault::Garbles => world.perform(effect),
    }
}

/// Whoever ends signed in has a good token; afterwards a sign-in with a store that works does work.
fn require_recovery(honest: &Honest, world: &mut World, ended: &Ended, about: &str) {
    if let Ok(Outcome::SignedIn { tokens, .. }) = ended {
        assert!(
            honest.takes(tokens.access_token.reveal()),
            "{about}: a token that is not taken"
        );
    }
    assert_eq!(
        honest.0.borrow().codes_used_again,
        0,
        "{about}: a code was sent twice"
    );
    let anew = signed_in(honest, world);
    assert!(
        honest.takes(anew.access_token.reveal()),
        "{about}: no sign-in afterwards"
    );
}

#[test]
fn a_fault_while_a_sign_in_begins_costs_that_sign_in_at_most() {
    let mut faults = 0;
    for fault in FAULTS {
        for at in 0.. {
            let honest = Honest::default();
            let mut world = honest.world();
            let Some(ended) = with_fault(&mut world, beginning(options()), at, fault) else {
                break;
            };
            require_recovery(&honest, &mut world, &ended, &format!("{fault:?} at {at}"));
            faults += 1;
        }
    }
    println!("{faults} faults");
    assert!(faults > 10, "{faults}");
}

#[test]
fn a_fault_while_a_sign_in_ends_spends_no_code_twice_and_hides_no_token() {
    let mut faults = 0;
    for fault in FAULTS {
        for at in 0.. {
            let about = format!("{fault:?} at {at}");
            let honest = Honest::default();
            let mut world = honest.world();
            let (url, pending) = opened(&mut world);
            let callback = honest.approve(&url);
            let Some(ended) = with_fault(
                &mut world,
                completion(pending.id.clone(), callback.clone()),
                at,
                fault,
            ) else {
                break;
            };
            let spent = world.urls().iter().any(|url| url.ends_with("/token"));
            assert!(
                !spent || matches!(ended, Ok(Outcome::SignedIn { .. })),
                "{about}: the token that came is lost: {ended:?}"
            );
            // The person tries the same callback once more.
            let _ = world.run(completion(pending.id, callback));
            require_recovery(&honest, &mut world, &ended, &about);
            faults += 1;
        }
    }
    println!("{faults} faults");
    assert!(faults > 10, "{faults}");
}

#[test]
fn a_fault_while_tokens_are_renewed_loses_none_that_is_good() {
    let mut faults = 0;
    for fault in FAULTS {
        for at in 0.. {
            let about = format!("{fault:?} at {at}");
            let honest = Honest::default();
            let mut world = honest.world();
            let first = signed_in(&honest, &mut world);
            let Some(ended) = with_fault(&mut world, renewal(&first), at, fault) else {
                break;
            };
            let good = |tokens: &Tokens| {
                tokens
                    .refresh_token
                    .as_ref()
                    .is_some_and(|one| honest.0.borrow().refresh_tokens.contains(one.reveal()))
            };
            let handed_over =
                matches!(&ended, Ok(Outcome::SignedIn { tokens, .. }) if good(tokens));
            assert!(
                handed_over || kept(&world).as_ref().is_some_and(good),
                "{about}: {ended:?}"
            );
            assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0, "{about}");
            require_recovery(&honest, &mut world, &ended, &about);
            faults += 1;
        }
    }
    println!("{faults} faults");
    assert!(faults > 10, "{faults}");
}

#[test]
fn two_windows_that_sign_in_at_once_each_end_signed_in() {
    let honest = Honest::default();
    let mut world = honest.world();
    let opened = at_once(&mut world, vec![beginning(options()), beginning(options())]);
    for begun in opened {
        let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun else {
            panic!("{begun:?}");
        };
        let ended = world.run(completion(pending.id, honest.approve(&url)));
        require_recovery(&honest, &mut world, &ended, "two windows");
        assert!(matches!(ended, Ok(Outcome::SignedIn { .. })), "{ended:?}");
    }
}
