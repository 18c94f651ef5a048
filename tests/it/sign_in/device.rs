//! The device authorization grant (RFC 8628) in worlds of plain data.

use crate::support::honest::{
    Ended, Honest, answer, beginning, resource_metadata, server_metadata, tokens, unproven,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, complete};
use mcp_auth_doctor::http::Headers;
use serde_json::{Value, json};

const DEVICE: &str = "https://as.example/device";
const POLL: &str = "https://as.example/poll";

/// A server that shows this code and answers the polls in this order.
fn world(code: &Value, polls: Vec<(u16, Headers, &'static str)>) -> World {
    let mut server = server_metadata();
    server["device_authorization_endpoint"] = json!(DEVICE);
    server["token_endpoint"] = json!(POLL);
    let mut polls = polls.into_iter();
    Honest::default()
        .world_with(resource_metadata(), server)
        .on("POST", DEVICE, 200, json_headers(), &code.to_string())
        .handle(move |request| {
            let (status, headers, body) = (request.url == POLL).then(|| polls.next())??;
            Some(answer(status, headers, body))
        })
}

fn code() -> Value {
    json!({
        "device_code": "dc",
        "user_code": "AB-CD",
        "verification_uri": "https://as.example/go",
        "interval": 2,
        "expires_in": 60,
    })
}

fn shown(world: &mut World) -> Ended {
    world.run(beginning(SignInOptions {
        redirect_uri: None,
        ..unproven()
    }))
}

fn waited(world: &mut World) -> Ended {
    let Ok(Outcome::ShowCode { pending, .. }) = shown(world) else {
        panic!("no code");
    };
    let pending: Pending = *pending;
    world.run(Conversation::new(move |host| {
        complete(host, Waiting::Given(Box::new(pending.clone())), None)
    }))
}

fn refusal(ended: Ended) -> Refusal {
    match ended {
        Err(Stop::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_that_is_busy_for_a_moment_is_asked_again_and_less_often() {
    let html = || Headers::new().with("Content-Type", "text/html");
    let granted = r#"{"access_token":"t","token_type":"Bearer"}"#;
    let polls = vec![
        (502, html(), "<h1>Bad Gateway</h1>"),
        (429, html(), ""),
        (200, json_headers(), granted),
    ];
    let mut world = world(&code(), polls);
    let began = world.now;
    let got = tokens(waited(&mut world));
    assert_eq!(got.access_token.reveal(), "t");
    // Two seconds, then five more each time (RFC 8628 §3.5).
    assert_eq!(world.now - began, 2_000.0 + 7_000.0 + 12_000.0);
}

#[test]
fn an_error_of_the_grant_is_final_whatever_its_status() {
    let denied = r#"{"error":"access_denied"}"#;
    let mut world = world(&code(), vec![(503, json_headers(), denied)]);
    match refusal(waited(&mut world)) {
        Refusal::TokenRefused { answer, .. } => {
            assert_eq!(answer.error.as_deref(), Some("access_denied"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_public_server_shows_nobody_an_address_of_their_own_network() {
    let mut inside = code();
    inside["verification_uri"] = json!("https://192.168.0.1/admin?reboot=1");
    match refusal(shown(&mut world(&inside, Vec::new()))) {
        Refusal::PrivateAddress(url) => assert_eq!(url.what, "verification_uri"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_address_with_the_code_in_it_is_left_out_where_it_leads_into_a_private_network() {
    let mut inside = code();
    inside["verification_uri_complete"] = json!("https://192.168.0.1/go?user_code=AB-CD");
    let ended = shown(&mut world(&inside, Vec::new()));
    assert!(
        matches!(
            &ended,
            Ok(Outcome::ShowCode {
                verification_uri_complete: None,
                ..
            })
        ),
        "{ended:?}"
    );
}
