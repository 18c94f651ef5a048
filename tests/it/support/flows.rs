//! The flows of a sign-in to the honest servers, as a test runs them, and what came of them.

use super::World;
use super::honest::{Honest, ISSUER, REDIRECT, SERVER};
use mcp_auth_doctor::flow::after::renew::refresh;
use mcp_auth_doctor::flow::after::revoke::revoke;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::keep::store::tokens_key;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};

/// How a flow ends.
pub type Ended = Result<Outcome, Stop>;

/// A sign-in to [`SERVER`] as a host with a loopback listener asks for it.
pub fn options() -> SignInOptions {
    SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    }
}

/// The same, for a world whose server does not know the tokens that the test hands out.
pub fn unproven() -> SignInOptions {
    SignInOptions {
        prove: Some(false),
        ..options()
    }
}

/// The beginning of a sign-in.
pub fn beginning(options: SignInOptions) -> Conversation<Ended> {
    Conversation::new(move |host| begin(host, &options))
}

/// The end of one that was begun in another process: only the store knows it.
pub fn completion(id: String, callback: String) -> Conversation<Ended> {
    let waiting = Waiting::Kept(id);
    Conversation::new(move |host| complete(host, waiting.clone(), Some(callback.clone())))
}

/// The end of one by the value that the host has.
pub fn completion_of(pending: Pending, callback: String) -> Conversation<Ended> {
    let waiting = Waiting::Given(Box::new(pending));
    Conversation::new(move |host| complete(host, waiting.clone(), Some(callback.clone())))
}

/// The sign-out.
pub fn revocation(tokens: &Tokens) -> Conversation<Result<bool, Stop>> {
    let tokens = tokens.clone();
    Conversation::new(move |host| revoke(host, tokens.clone(), None))
}

/// The renewal of tokens.
pub fn renewal(tokens: &Tokens) -> Conversation<Ended> {
    let tokens = tokens.clone();
    Conversation::new(move |host| refresh(host, tokens.clone(), None))
}

/// Begins, and expects a browser to be opened.
pub fn opened(world: &mut World) -> (String, Pending) {
    opened_with(world, options())
}

/// The same with these wishes.
pub fn opened_with(world: &mut World, options: SignInOptions) -> (String, Pending) {
    match world.run(beginning(options)) {
        Ok(Outcome::OpenBrowser { url, pending, .. }) => (url, *pending),
        other => panic!("{other:?}"),
    }
}

/// The tokens of a flow that ended well.
pub fn tokens(ended: Ended) -> Tokens {
    match ended {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

/// Signs in, each half in a process of its own.
pub fn signed_in(honest: &Honest, world: &mut World) -> Tokens {
    let (url, pending) = opened(world);
    let callback = honest.approve(&url);
    tokens(world.run(completion(pending.id, callback)))
}

/// An honest server, a world with it, and the tokens of a sign-in there.
pub fn after_sign_in() -> (Honest, World, Tokens) {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    (honest, world, tokens)
}

/// The refusal of a flow that was refused.
pub fn refusal(ended: Ended) -> Refusal {
    match ended {
        Err(Stop::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

/// The tokens for [`SERVER`] in the store.
pub fn kept(world: &World) -> Option<Tokens> {
    serde_json::from_str(world.store.get(&tokens_key(ISSUER, SERVER))?).ok()
}

/// How many requests went to addresses that end so.
pub fn requests_to(world: &World, end: &str) -> usize {
    let urls = world.urls();
    urls.iter().filter(|url| url.ends_with(end)).count()
}
