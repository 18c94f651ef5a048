//! Deleting a client that was registered dynamically (RFC 7592): at its own server, and nowhere else.

use crate::support::World;
use crate::support::honest::{Honest, ISSUER, signed_in};
use mcp_auth_doctor::flow::after::unregister::delete_client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::http::{Headers, Request};
use serde_json::{Value, json};

const KEY: &str = "client/https://as.example";

fn registered() -> (World, Tokens) {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    (world, tokens)
}

/// Changes one member of the stored client.
fn change(world: &mut World, member: &str, value: &str) {
    let mut client: Value = serde_json::from_str(&world.store[KEY]).unwrap();
    assert!(client[member].is_string(), "{client}");
    client[member] = json!(value);
    world.store.insert(KEY.to_owned(), client.to_string());
}

fn delete(world: &mut World, issuer: &'static str) -> Result<bool, Stop> {
    world.run(Conversation::new(move |host| {
        delete_client(host, issuer, None)
    }))
}

/// What was sent with a registration access token.
fn with_the_token(world: &World) -> Vec<&Request> {
    let sent = world.sent.iter().map(|(_, request)| request);
    sent.filter(|request| {
        let header = request.headers.get("authorization").unwrap_or_default();
        header.starts_with("Bearer registration-")
    })
    .collect()
}

#[test]
fn a_client_is_deleted_at_its_server_and_forgotten() {
    let (mut world, tokens) = registered();
    assert!(world.store.contains_key(KEY));
    assert_eq!(delete(&mut world, ISSUER), Ok(true));
    let sent = with_the_token(&world);
    assert_eq!(sent.len(), 1);
    let own = format!("https://as.example/register/{}", tokens.client_id);
    assert_eq!((sent[0].method.as_str(), &sent[0].url), ("DELETE", &own));
    assert!(!world.store.contains_key(KEY));
    assert_eq!(delete(&mut world, ISSUER), Ok(false));
}

#[test]
fn a_client_that_the_server_does_not_delete_is_kept() {
    const URL: &str = "https://as.example/elsewhere";
    for status in [401, 403, 405, 500] {
        let mut world = registered().0.on("DELETE", URL, status, Headers::new(), "");
        change(&mut world, "registrationClientUri", URL);
        assert_eq!(delete(&mut world, ISSUER), Ok(false), "{status}");
        assert!(world.store.contains_key(KEY), "{status}");
    }
}

#[test]
fn the_registration_token_goes_to_the_issuers_own_secure_origin_only() {
    for url in [
        "https://attacker.example/register/client",
        "https://as.example.attacker.example/client",
        "https://as.example:8443/client",
        "https://as.example@attacker.example/client",
        "http://as.example/client",
        "https://127.0.0.1/client",
        "register/client",
    ] {
        let mut world = registered().0.on("DELETE", url, 204, Headers::new(), "");
        change(&mut world, "registrationClientUri", url);
        let deleted = delete(&mut world, ISSUER);
        assert!(!matches!(deleted, Ok(true)), "{url}: {deleted:?}");
        assert_eq!(with_the_token(&world), Vec::<&Request>::new(), "{url}");
    }
}

#[test]
fn a_client_that_the_person_brought_or_of_another_issuer_is_not_ours_to_delete() {
    let (mut world, _) = registered();
    assert_eq!(delete(&mut world, "https://another.example"), Ok(false));
    change(&mut world, "kind", "pre-registered");
    assert_eq!(delete(&mut world, ISSUER), Ok(false));
    assert!(world.store.contains_key(KEY));
    assert_eq!(with_the_token(&world), Vec::<&Request>::new());
}
