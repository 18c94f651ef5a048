//! What is kept, renewed and taken back.

use super::{inner, parameter, sign_in, start};
use crate::support::flows::{completion_of, renewal, revocation, tokens};
use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, options, resource_metadata, server_metadata,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::client::{Client, ClientKind};
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::form;
use serde_json::{Value, json};

#[test]
fn a_stale_registration_is_made_again_once() {
    let honest = Honest::default();
    let mut world = honest.world();
    let stale = Client {
        kind: ClientKind::Dynamic,
        client_id: "gone".to_owned(),
        issuer: Some(ISSUER.to_owned()),
        redirect_uris: vec![REDIRECT.to_owned()],
        ..Client::default()
    };
    world.store.insert(
        format!("client/{ISSUER}"),
        serde_json::to_string(&stale).unwrap(),
    );
    let mut refusing = World::new().handle(|request| {
        let forgotten = request
            .body
            .as_deref()
            .is_some_and(|body| body.contains("client_id=gone"));
        forgotten.then(|| answer(401, json_headers(), r#"{"error":"invalid_client"}"#))
    });
    std::mem::swap(&mut refusing.store, &mut world.store);
    let mut world = refusing.handle(move |request| inner(&mut world, request));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = start(&mut world, options()) else {
        panic!("no browser");
    };
    assert_eq!(parameter(&url, "client_id").as_deref(), Some("gone"));
    let callback = honest.approve(&url);
    let again = world.run(completion_of(*pending, callback));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = again else {
        panic!("{again:?}");
    };
    assert_ne!(parameter(&url, "client_id").as_deref(), Some("gone"));
    assert!(!pending.client_kept, "once");
}

#[test]
fn refresh_rotates_and_sends_the_resource() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = sign_in(&honest, &mut world, options());
    let second = tokens(world.run(renewal(&first)));
    assert_ne!(first.refresh_token, second.refresh_token);
    let (_, sent) = world.sent.last().unwrap();
    let body = form::decode(sent.body.as_deref().unwrap());
    assert_eq!(form::first(&body, "resource"), Some(SERVER));
    assert_eq!(
        form::first(&body, "client_id"),
        Some(first.client_id.as_str())
    );
    // Somebody who still has the first ones gets the second ones, and the spent token stays where it is.
    let before = world.sent.len();
    let shared = tokens(world.run(renewal(&first)));
    assert_eq!((shared, world.sent.len()), (second, before));
    assert_eq!(honest.0.borrow().refresh_tokens_used_again, 0);
}

#[test]
fn the_age_of_a_clients_secret_goes_on_with_the_next_sign_in_and_starts_anew_with_another_secret() {
    let honest = Honest::default();
    let mut server = server_metadata();
    server["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let mut world = honest.world_with(resource_metadata(), server);
    let own = |secret: &str| SignInOptions {
        client: Some(Client {
            client_id: "own".to_owned(),
            issuer: Some(ISSUER.to_owned()),
            client_secret: Some(Secret::new(secret)),
            ..Client::default()
        }),
        ..options()
    };
    let since = |world: &World| {
        let client: Value =
            serde_json::from_str(&world.store["client/https://as.example"]).unwrap();
        client["inUseSince"].as_f64()
    };
    let started = world.now;
    sign_in(&honest, &mut world, own("old"));
    world.now += 1000.0;
    sign_in(&honest, &mut world, own("old"));
    assert_eq!(since(&world), Some(started));
    sign_in(&honest, &mut world, own("new"));
    assert_eq!(since(&world), Some(started + 1000.0));
}

#[test]
fn revocation_tells_the_server_and_forgets() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = sign_in(&honest, &mut world, options());
    let told = world.run(revocation(&tokens));
    assert_eq!(told, Ok(true));
    let revoked = world
        .sent
        .iter()
        .filter(|(_, one)| one.url.ends_with("/revoke"))
        .count();
    assert_eq!(revoked, 2);
    assert!(!world.store.keys().any(|key| key.starts_with("tokens/")));
}
