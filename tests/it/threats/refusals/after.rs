//! A world for each refusal from the callback on.

use super::{
    TOKEN, answered, callback, expected, options, reason, signed_in, start, with, without,
};
use crate::support::honest::{
    Honest, REDIRECT, RESOURCE_METADATA, answer, resource_metadata, server_metadata,
};
use crate::support::json as json_headers;
use mcp_auth_doctor::flow::after::brought::{self, Credential};
use mcp_auth_doctor::flow::after::machine;
use mcp_auth_doctor::flow::after::renew;
use mcp_auth_doctor::flow::authorize::callback::check;
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, complete};
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::callback::read_form_post;
use serde_json::json;

/// What comes back from the browser.
pub fn returned() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = start(&mut world, options()) else {
        panic!("no browser");
    };
    let callback_url = honest.approve(&url);
    let mut complete = |callback: &str, pending: Box<Pending>| {
        let callback = callback.to_owned();
        world.run(Conversation::new(move |host| {
            complete(
                host,
                Waiting::Given(pending.clone()),
                Some(callback.clone()),
            )
        }))
    };
    assert!(complete(&callback_url, pending.clone()).is_ok());
    let again = reason(complete(&callback_url, pending.clone()));
    let mut late = pending;
    late.expires_at = crate::support::NOW;
    let late = reason(complete(&callback_url, late));
    let at = |query: &str| callback(&format!("{REDIRECT}?{query}&iss=https%3A%2F%2Fas.example"));
    let state = Secret::new("S");
    vec![
        again,
        late,
        callback("http://127.0.0.1:1/elsewhere?code=x&state=S"),
        check(read_form_post("code=x&state=S", REDIRECT), expected(&state)).unwrap_err(),
        at("code=x&code=y&state=S"),
        at("code=x"),
        at("code=x&state=T"),
        callback(&format!("{REDIRECT}?code=x&state=S")),
        callback(&format!(
            "{REDIRECT}?code=x&state=S&iss=https%3A%2F%2Fevil.example"
        )),
        at("error=access_denied&state=S"),
        at("state=S"),
        at("code=x&error=y&state=S"),
        callback("a-code-alone"),
    ]
}

/// What the token endpoint and its relatives give.
pub fn exchanged() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = Tokens {
        refresh_token: None,
        ..signed_in(&honest, &mut world)
    };
    world.store.clear();
    let no_refresh = world.run(Conversation::new(move |host| {
        renew::refresh(host, tokens.clone(), None)
    }));
    let machine = SignInOptions {
        client: Some(Client::default()),
        ..options()
    };
    let no_grant = honest.world().run(Conversation::new(move |host| {
        machine::client_credentials(host, &machine)
    }));
    let offering = with(
        server_metadata(),
        "device_authorization_endpoint",
        json!("https://as.example/device"),
    );
    let mut device = honest
        .world_with(resource_metadata(), offering)
        .handle(|request| {
            request
                .url
                .ends_with("/device")
                .then(|| answer(400, json_headers(), r#"{"error":"invalid_scope"}"#))
        });
    vec![
        reason(answered(TOKEN, 400, r#"{"error":"invalid_grant"}"#)),
        reason(answered(
            TOKEN,
            200,
            r#"{"access_token":"x","token_type":"mac"}"#,
        )),
        reason(answered(TOKEN, 200, "<html>")),
        reason(no_refresh),
        reason(no_grant),
        reason(start(
            &mut device,
            SignInOptions {
                redirect_uri: None,
                ..options()
            },
        )),
    ]
}

/// What using a credential gives.
pub fn used() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    let mut step_up = |challenge: &str| {
        let (tokens, challenge) = (tokens.clone(), challenge.to_owned());
        world.run(Conversation::new(move |host| {
            renew::step_up(host, &tokens, &challenge, options())
        }))
    };
    let insufficient = |scope: &str| {
        format!(
            "Bearer error=\"insufficient_scope\", scope=\"{scope}\", resource_metadata=\"{RESOURCE_METADATA}\""
        )
    };
    let granted = reason(step_up(&insufficient("mcp:read")));
    // The sign-in was the first authorization request; two more are let through.
    for scope in ["a", "b"] {
        assert!(matches!(
            step_up(&insufficient(scope)),
            Ok(Outcome::OpenBrowser { .. })
        ));
    }
    let limit = reason(step_up(&insufficient("c")));
    let mut quiet = honest.world_with(
        without(resource_metadata(), "scopes_supported"),
        server_metadata(),
    );
    let held = tokens.clone();
    let unnamed = reason(quiet.run(Conversation::new(move |host| {
        renew::step_up(
            host,
            &held,
            "Bearer error=\"insufficient_scope\"",
            options(),
        )
    })));
    let refused = reason(honest.world().run(Conversation::new(move |host| {
        let credential = Credential::Bearer {
            token: Secret::new("wrong"),
        };
        brought::prove(host, &options(), credential)
    })));
    vec![granted, limit, unnamed, refused]
}
