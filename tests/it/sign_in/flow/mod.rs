//! What the flow sends, and how often, in worlds of plain data.

mod asked;
mod kept;
mod request;
mod servers;
mod ways;

use crate::support::World;
use crate::support::flows::{beginning, completion_of, opened_with, tokens};
use crate::support::honest::Honest;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::http::Request;
use mcp_auth_doctor::wire::form;

fn start(world: &mut World, options: SignInOptions) -> Result<Outcome, Stop> {
    world.run(beginning(options))
}

/// The authorization URL of a sign-in that gets to the browser.
fn url(world: &mut World, options: SignInOptions) -> String {
    opened_with(world, options).0
}

/// One parameter of a URL.
fn parameter(url: &str, name: &str) -> Option<String> {
    let pairs = form::decode(url.split_once('?').map_or("", |(_, query)| query));
    form::first(&pairs, name).map(str::to_owned)
}

fn sign_in(honest: &Honest, world: &mut World, options: SignInOptions) -> Tokens {
    let (url, pending) = opened_with(world, options);
    tokens(world.run(completion_of(pending, honest.approve(&url))))
}

/// Round trips to the authorization URL and to the token.
fn round_trips(options: &SignInOptions, warm: bool) -> (usize, usize) {
    let honest = Honest::default();
    let mut world = honest.world();
    if warm {
        sign_in(&honest, &mut world, options.clone());
    }
    let before = world.round_trips();
    let (url, pending) = opened_with(&mut world, options.clone());
    let to_url = world.round_trips() - before;
    tokens(world.run(completion_of(pending, honest.approve(&url))));
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
