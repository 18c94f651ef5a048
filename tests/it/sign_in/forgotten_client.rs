//! A dynamically registered client that the authorization server no longer knows (RFC 7591 §3.2.1): whichever endpoint says so, the
//! sign-in registers again, once.

use crate::support::honest::{
    Ended, Honest, ISSUER, REDIRECT, answer, beginning, options, resource_metadata, server_metadata,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::client::{Client, ClientKind};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::keep::store::client_key;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::sign_in::{Waiting, complete};
use mcp_auth_doctor::http::Request;
use serde_json::json;

const PAR: &str = "https://as.example/par";
const DEVICE: &str = "https://as.example/device";
const POLL: &str = "https://as.example/poll";
const CODE: &str =
    r#"{"device_code":"dc","user_code":"AB-CD","verification_uri":"https://as.example/go"}"#;

/// A server with pushed requests and device codes that answers some requests with this error, and a client in the store.
fn world(kind: ClientKind, error: &'static str, refuses: fn(&Request) -> bool) -> World {
    let mut server = server_metadata();
    server["require_pushed_authorization_requests"] = json!(true);
    server["pushed_authorization_request_endpoint"] = json!(PAR);
    server["device_authorization_endpoint"] = json!(DEVICE);
    server["token_endpoint"] = json!(POLL);
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let client = Client {
        kind,
        client_id: "gone".to_owned(),
        issuer: Some(ISSUER.to_owned()),
        redirect_uris: vec![REDIRECT.to_owned()],
        ..Client::default()
    };
    let text = serde_json::to_string(&client).unwrap();
    world.store.insert(client_key(ISSUER), text);
    let refused = json!({ "error": error }).to_string();
    world
        .handle(move |request| refuses(request).then(|| answer(401, json_headers(), &refused)))
        .on(
            "POST",
            PAR,
            201,
            json_headers(),
            r#"{"request_uri":"urn:r:1"}"#,
        )
        .on("POST", DEVICE, 200, json_headers(), CODE)
}

fn is_gone(request: &Request) -> bool {
    let body = request.body.as_deref().unwrap_or_default();
    [PAR, DEVICE].contains(&request.url.as_str()) && body.contains("client_id=gone")
}

fn in_browser(world: &mut World) -> Ended {
    world.run(beginning(options()))
}

fn by_code(world: &mut World) -> Ended {
    world.run(beginning(SignInOptions {
        redirect_uri: None,
        ..options()
    }))
}

fn pending(ended: Ended) -> Pending {
    match ended {
        Ok(Outcome::OpenBrowser { pending, .. } | Outcome::ShowCode { pending, .. }) => *pending,
        other => panic!("{other:?}"),
    }
}

fn registrations(world: &World) -> usize {
    let urls = world.urls();
    urls.iter().filter(|url| url.ends_with("/register")).count()
}

#[test]
fn where_a_request_is_pushed_or_a_code_is_asked_for_the_sign_in_goes_on_as_a_new_client() {
    for start in [in_browser, by_code] {
        for error in ["invalid_client", "unauthorized_client"] {
            let mut world = world(ClientKind::Dynamic, error, is_gone);
            assert_ne!(pending(start(&mut world)).client.client_id, "gone");
            assert_eq!(registrations(&world), 1);
            assert!(!world.store[&client_key(ISSUER)].contains("gone"));
        }
    }
}

#[test]
fn a_server_that_refuses_the_new_client_too_is_not_registered_at_again() {
    for start in [in_browser, by_code] {
        let refuses = |request: &Request| [PAR, DEVICE].contains(&request.url.as_str());
        let mut world = world(ClientKind::Dynamic, "invalid_client", refuses);
        assert!(matches!(start(&mut world), Err(Stop::Refused(_))));
        assert_eq!(registrations(&world), 1);
    }
}

#[test]
fn a_client_that_the_person_brought_is_neither_dropped_nor_replaced() {
    for start in [in_browser, by_code] {
        let mut world = world(ClientKind::PreRegistered, "invalid_client", is_gone);
        assert!(matches!(start(&mut world), Err(Stop::Refused(_))));
        assert_eq!(registrations(&world), 0);
        assert!(world.store[&client_key(ISSUER)].contains("gone"));
    }
}

#[test]
fn while_a_code_is_waited_for_a_new_client_gets_a_new_code() {
    let refuses = |request: &Request| request.url == POLL;
    let mut world = world(ClientKind::Dynamic, "invalid_client", refuses);
    let first = pending(by_code(&mut world));
    assert_eq!(first.client.client_id, "gone");
    let waiting = Waiting::Given(Box::new(first));
    let ended = world.run(Conversation::new(move |host| {
        complete(host, waiting.clone(), None)
    }));
    let second = pending(ended);
    assert_ne!(second.client.client_id, "gone");
    assert!(!second.client_kept, "once");
}
