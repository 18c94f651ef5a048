//! Other ways to a token, and what a named opt-out leaves behind.

use super::{inner, parameter, sign_in, start, url};
use crate::support::honest::{
    Honest, ISSUER, answer, options, resource_metadata, server_metadata, unproven,
};
use crate::support::moved::moved;
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::{Allowed, SignInOptions};
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, complete};
use mcp_auth_doctor::http::Headers;
use mcp_auth_doctor::secret::Secret;
use serde_json::json;

#[test]
fn a_pushed_request_leaves_only_a_reference_in_the_url() {
    let mut server = server_metadata();
    server["require_pushed_authorization_requests"] = json!(true);
    server["pushed_authorization_request_endpoint"] = json!("https://as.example/par");
    let mut world = World::new().on(
        "POST",
        "https://as.example/par",
        201,
        json_headers(),
        r#"{"request_uri":"urn:r:1"}"#,
    );
    let mut honest = Honest::default().world_with(resource_metadata(), server);
    world = world.handle(move |request| inner(&mut honest, request));
    let opened = url(&mut world, options());
    assert_eq!(
        parameter(&opened, "request_uri").as_deref(),
        Some("urn:r:1")
    );
    assert_eq!(parameter(&opened, "state"), None);
    let (_, pushed) = world.sent.last().unwrap();
    assert!(
        pushed
            .body
            .as_deref()
            .unwrap()
            .contains("code_challenge_method=S256")
    );
}

#[test]
fn without_a_browser_a_code_is_shown_and_waited_for() {
    let mut server = server_metadata();
    server["device_authorization_endpoint"] = json!("https://as.example/device");
    let code = r#"{"device_code":"dc","user_code":"AB-CD","verification_uri":"https://as.example/go","interval":2,"expires_in":60}"#;
    let mut answers = vec![
        (200, r#"{"access_token":"t","token_type":"Bearer"}"#),
        (400, r#"{"error":"slow_down"}"#),
        (400, r#"{"error":"authorization_pending"}"#),
    ];
    let mut honest = Honest::default().world_with(resource_metadata(), server);
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/device",
            200,
            json_headers(),
            code,
        )
        .handle(move |request| {
            let (status, body) =
                (request.url == "https://as.example/token").then(|| answers.pop())??;
            Some(answer(status, json_headers(), body))
        })
        .handle(move |request| inner(&mut honest, request));
    let wish = SignInOptions {
        redirect_uri: None,
        ..unproven()
    };
    let Ok(Outcome::ShowCode {
        user_code, pending, ..
    }) = start(&mut world, wish)
    else {
        panic!("no code");
    };
    assert_eq!(user_code, "AB-CD");
    let began = world.now;
    let ended = world.run(Conversation::new(move |host| {
        complete(host, Waiting::Given(pending.clone()), None)
    }));
    assert!(
        matches!(ended, Ok(Outcome::SignedIn { tokens, .. }) if tokens.access_token == Secret::new("t"))
    );
    // Two seconds, two more, and after `slow_down` five more than that (RFC 8628 §3.5).
    assert_eq!(world.now - began, 11_000.0);
}

#[test]
fn an_answer_in_form_encoding_and_one_without_a_scope_are_taken() {
    let honest = Honest::default();
    let mut inner_world = honest.world();
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/token",
            200,
            Headers::new(),
            "access_token=gho_x&token_type=bearer",
        )
        .handle(move |request| inner(&mut inner_world, request));
    let tokens = sign_in(&honest, &mut world, unproven());
    assert_eq!(
        (tokens.token_type.as_str(), tokens.scope.as_str()),
        ("Bearer", "mcp:read")
    );
    assert_eq!(tokens.expires_at, None);
}

#[test]
fn what_an_opt_out_let_through_starts_no_strict_sign_in() {
    let resource = json!({ "resource": "https://mcp.example", "authorization_servers": [ISSUER] });
    let mut world = Honest::default().world_with(resource, server_metadata());
    let allowing = SignInOptions {
        allow: vec![Allowed::CompatibleResource],
        ..options()
    };
    url(&mut world, allowing);
    let strict = start(&mut world, options());
    assert!(
        matches!(strict, Err(Stop::Refused(it)) if matches!(*it, Refusal::ResourceMismatch { .. }))
    );
}

#[test]
fn a_client_that_was_brought_is_not_tried_at_another_authorization_server() {
    let honest = Honest::default();
    let mut world = honest.world();
    let mut wish = options();
    wish.client = Some(Client {
        client_id: "mine".to_owned(),
        ..Client::default()
    });
    sign_in(&honest, &mut world, wish.clone());
    let mut after = moved(&world.store);
    wish.challenge = Some("Bearer".to_owned());
    // However often it is tried.
    for _ in 0..2 {
        let ended = start(&mut after, wish.clone());
        assert!(
            matches!(ended, Err(Stop::Refused(it)) if matches!(*it, Refusal::ClientOfOtherIssuer { .. }))
        );
    }
}
