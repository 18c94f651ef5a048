//! Each reason to stop is reached once, by a world in which everything is right but one thing; and none is forgotten.

mod after;
mod before;
mod lifted;

use crate::support::World;
use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, resource_metadata, server_metadata,
};
use mcp_auth_doctor::flow::authorize::callback::{Expected, code};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};
use mcp_auth_doctor::http::Headers;
use mcp_auth_doctor::secret::Secret;
use serde_json::Value;
use std::collections::BTreeSet;

type Result = std::result::Result<Outcome, Stop>;

fn options() -> SignInOptions {
    SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    }
}

fn start(world: &mut World, options: SignInOptions) -> Result {
    world.run(Conversation::new(move |host| begin(host, &options)))
}

fn finish(world: &mut World, started: Result, callback: impl FnOnce(&str) -> String) -> Result {
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = started else {
        return started;
    };
    let callback = callback(&url);
    world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }))
}

fn signed_in(honest: &Honest, world: &mut World) -> Tokens {
    let started = start(world, options());
    match finish(world, started, |url| honest.approve(url)) {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

fn with(mut document: Value, member: &str, value: Value) -> Value {
    document[member] = value;
    document
}

fn without(mut document: Value, member: &str) -> Value {
    document.as_object_mut().unwrap().remove(member);
    document
}

/// A sign-in where the server's or the issuer's document is another one.
fn documents(resource: Value, server: Value) -> Result {
    start(
        &mut Honest::default().world_with(resource, server),
        options(),
    )
}

fn resource(member: &str, value: Value) -> Result {
    documents(with(resource_metadata(), member, value), server_metadata())
}

fn issuer(member: &str, value: Value) -> Result {
    documents(resource_metadata(), with(server_metadata(), member, value))
}

/// A sign-in where one URL answers otherwise.
fn answered(url: &'static str, status: u16, body: &'static str) -> Result {
    let honest = Honest::default();
    let mut world = altered(&honest, url, status, Headers::new(), body);
    let started = start(&mut world, options());
    finish(&mut world, started, |url| honest.approve(url))
}

fn altered(
    honest: &Honest,
    url: &'static str,
    status: u16,
    headers: Headers,
    body: &'static str,
) -> World {
    let mut honest = Some(honest.world());
    World::new().handle(move |request| {
        if request.url == url {
            return Some(answer(status, headers.clone(), body));
        }
        let inner = honest.as_mut()?;
        match inner.perform(mcp_auth_doctor::flow::host::Effect::Fetch(vec![
            request.clone(),
        ])) {
            mcp_auth_doctor::flow::host::Answer::Exchanges(mut list) => list.pop()?.response,
            _ => None,
        }
    })
}

fn callback(text: &str) -> Refusal {
    let state = Secret::new("S");
    code(text, expected(&state)).unwrap_err()
}

fn expected(state: &Secret) -> Expected<'_> {
    Expected {
        state,
        issuer: ISSUER,
        announces_iss: true,
        redirect_uri: REDIRECT,
        bare_code: false,
    }
}

fn reason(result: Result) -> Refusal {
    match result {
        Err(Stop::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

const TOKEN: &str = "https://as.example/token";

#[test]
fn every_refusal_is_reached() {
    let reached: Vec<Refusal> = [
        before::contact(),
        before::found(),
        before::registered(),
        after::returned(),
        after::exchanged(),
        after::used(),
    ]
    .concat();
    let names: BTreeSet<String> = reached.iter().map(name).collect();
    let missing: Vec<&str> = ALL
        .iter()
        .copied()
        .filter(|one| !names.contains(*one))
        .collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
    assert_eq!(
        names.len(),
        ALL.len(),
        "a refusal is not in the list: {names:?}"
    );
}

fn name(refusal: &Refusal) -> String {
    serde_json::to_value(refusal).unwrap()["kind"]
        .as_str()
        .unwrap()
        .to_owned()
}

const ALL: [&str; 47] = [
    "unreachable",
    "insecure",
    "private-address",
    "unusable-url",
    "no-authorization-needed",
    "not-an-mcp-server",
    "no-resource-metadata",
    "resource-metadata-unusable",
    "resource-missing",
    "resource-mismatch",
    "no-authorization-servers",
    "issuer-invalid",
    "no-server-metadata",
    "issuer-mismatch",
    "endpoint-missing",
    "response-type-unsupported",
    "grant-unsupported",
    "pkce-not-advertised",
    "pkce-without-s256",
    "redirect-refused",
    "no-client",
    "registration-refused",
    "registration-unusable",
    "client-of-other-issuer",
    "authorization-url-refused",
    "pushed-request-refused",
    "pending-unknown",
    "pending-expired",
    "callback-elsewhere",
    "wrong-response-mode",
    "duplicate-parameter",
    "state-missing",
    "state-mismatch",
    "iss-missing",
    "iss-mismatch",
    "authorization-refused",
    "code-missing",
    "code-and-error",
    "bare-code",
    "token-refused",
    "token-unusable",
    "no-refresh-token",
    "device-refused",
    "still-unauthorized",
    "scope-already-granted",
    "scope-unnamed",
    "step-up-limit",
];
