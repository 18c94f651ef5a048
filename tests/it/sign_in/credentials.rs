//! A credential is shown to whom it belongs, and to nobody else. SECURITY.md names each of these.

use crate::support::honest::{Honest, ISSUER, SERVER, beginning, opened, options, signed_in};
use crate::support::moved::moved;
use mcp_auth_doctor::flow::after::access;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use serde_json::Value;

#[test]
fn a_token_goes_to_its_own_origin_only() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    for url in [
        "https://mcp.example.evil.example/mcp",
        "http://mcp.example/mcp",
        "https://mcp.example:8443/mcp",
        "https://mcp.example@evil.example/mcp",
    ] {
        let (tokens, url_given) = (tokens.clone(), url.to_owned());
        let headers = world.run(Conversation::new(move |host| {
            access::headers(host, &tokens, "POST", &url_given)
        }));
        assert!(headers.is_err(), "{url}");
    }
}

#[test]
fn a_client_of_one_issuer_is_never_shown_to_another() {
    let honest = Honest::default();
    let mut world = honest.world();
    signed_in(&honest, &mut world);
    let first_client = world
        .store
        .get(&format!("client/{ISSUER}"))
        .cloned()
        .unwrap();
    let first_id: Value = serde_json::from_str(&first_client).unwrap();
    let mut after = moved(&world.store);
    after.store.retain(|key, _| !key.starts_with("server/"));
    let (url, _) = opened(&mut after);
    assert!(!url.contains(first_id["clientId"].as_str().unwrap()));
    assert!(url.contains("client_id=other"));
}

#[test]
fn confused_deputy_each_server_gets_a_client_and_a_token_of_its_own() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    assert_eq!(tokens.resource, SERVER);
    let other = SignInOptions {
        server: "https://mcp.example/other".to_owned(),
        ..options()
    };
    let before = world.sent.len();
    let _ = world.run(beginning(other));
    let leaked = world.sent[before..].iter().any(|(_, request)| {
        request.headers.has("authorization")
            || request
                .body
                .as_deref()
                .is_some_and(|body| body.contains(tokens.access_token.reveal()))
    });
    assert!(!leaked, "the token of one server was shown to another");
}
