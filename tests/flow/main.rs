//! What the flow sends, and how often, in worlds of plain data.

mod asked;
mod kept;
mod request;
mod servers;
#[path = "../support/mod.rs"]
mod support;
mod ways;

use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};
use mcp_auth_doctor::flow::tokens::Tokens;
use mcp_auth_doctor::http::Request;
use mcp_auth_doctor::wire::form;
use support::World;
use support::honest::{Honest, REDIRECT, SERVER};

fn options() -> SignInOptions {
    SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    }
}

fn start(world: &mut World, options: SignInOptions) -> Result<Outcome, Stop> {
    world.run(Conversation::new(move |host| begin(host, options.clone())))
}

/// The authorization URL of a sign-in that gets to the browser.
fn url(world: &mut World, options: SignInOptions) -> String {
    match start(world, options) {
        Ok(Outcome::OpenBrowser { url, .. }) => url,
        other => panic!("{other:?}"),
    }
}

/// One parameter of a URL.
fn parameter(url: &str, name: &str) -> Option<String> {
    let pairs = form::decode(url.split_once('?').map_or("", |(_, query)| query));
    form::first(&pairs, name).map(str::to_owned)
}

fn sign_in(honest: &Honest, world: &mut World, options: SignInOptions) -> Tokens {
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = start(world, options) else {
        panic!("no browser");
    };
    let callback = honest.approve(&url);
    let ended = world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }));
    match ended {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

/// Round trips to the authorization URL and to the token.
fn round_trips(options: &SignInOptions, warm: bool) -> (usize, usize) {
    let honest = Honest::default();
    let mut world = honest.world();
    let mut before = 0;
    if warm {
        sign_in(&honest, &mut world, options.clone());
        before = world.round_trips();
    }
    let started = start(&mut world, options.clone());
    let to_url = world.round_trips() - before;
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = started else {
        panic!("no browser");
    };
    let callback = honest.approve(&url);
    let ended = world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }));
    assert!(matches!(ended, Ok(Outcome::SignedIn { .. })));
    (to_url, world.round_trips() - before)
}

/// What another world answers.
fn inner(world: &mut World, request: &Request) -> Option<mcp_auth_doctor::http::Response> {
    use mcp_auth_doctor::flow::host::{Answer, Effect};
    match world.perform(Effect::Fetch(vec![request.clone()])) {
        Answer::Exchanges(mut list) => list.pop()?.response,
        _ => None,
    }
}
