//! Sign-ins without a person: what is taken from whom, and what is kept.

use crate::support::honest::{
    Ended, Honest, ISSUER, answer, opened, renewal, resource_metadata, revocation, server_metadata,
    tokens, unproven,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::after::machine::{
    IdentityProvider, enterprise_managed, workload_identity,
};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::flow::refusal::{Refusal, TokenFlaw};
use mcp_auth_doctor::flow::token::{ID_JAG, JWT_BEARER};
use mcp_auth_doctor::http::Request;
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::form;
use serde_json::{Value, json};

const TOKEN: &str = "https://as.example/machines/token";
const PROVIDER: &str = "https://idp.example/token";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// An authorization server that takes assertions, and an identity provider that gives this.
fn world(provider: Value) -> World {
    let mut server = server_metadata();
    server["token_endpoint"] = json!(TOKEN);
    server["grant_types_supported"] = json!(["authorization_code", JWT_BEARER]);
    Honest::default()
        .world_with(resource_metadata(), server)
        .handle(move |request| {
            let granted = json!({ "access_token": "granted", "token_type": "Bearer" });
            let body = match request.url.as_str() {
                TOKEN => granted.to_string(),
                PROVIDER => provider.to_string(),
                _ => return None,
            };
            Some(answer(200, json_headers(), &body))
        })
}

/// The host says where the assertion belongs.
fn at_issuer() -> SignInOptions {
    SignInOptions {
        issuer: Some(ISSUER.to_owned()),
        ..unproven()
    }
}

fn through_the_provider(world: &mut World) -> Ended {
    let options = SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            ..Client::default()
        }),
        ..unproven()
    };
    let provider = IdentityProvider {
        issuer: "https://idp.example".to_owned(),
        token_endpoint: PROVIDER.to_owned(),
        client: Client::default(),
        subject_token: Secret::new("identity"),
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token".to_owned(),
    };
    world.run(Conversation::new(move |host| {
        enterprise_managed(host, &options, &provider)
    }))
}

fn assertions(world: &World) -> Vec<String> {
    let sent = |request: &Request| {
        let body = form::decode(request.body.as_deref()?);
        form::first(&body, "assertion").map(str::to_owned)
    };
    world.sent.iter().filter_map(|(_, one)| sent(one)).collect()
}

#[test]
fn an_identity_assertion_of_the_provider_is_exchanged_for_a_token() {
    let mut world = world(
        json!({ "access_token": "assertion", "token_type": "n_a", "issued_token_type": ID_JAG }),
    );
    let ended = through_the_provider(&mut world);
    assert_eq!(tokens(ended).issuer, ISSUER);
    assert_eq!(assertions(&world), ["assertion"]);
}

#[test]
fn a_token_of_the_provider_that_is_no_identity_assertion_goes_nowhere() {
    for (token_type, issued) in [
        ("Bearer", json!(ACCESS_TOKEN)),
        ("N_A", json!(ACCESS_TOKEN)),
        ("Bearer", json!(ID_JAG)),
        ("N_A", Value::Null),
    ] {
        let mut world = world(json!({
            "access_token": "the-provider's-own",
            "token_type": token_type,
            "issued_token_type": issued,
        }));
        let ended = through_the_provider(&mut world);
        assert!(
            matches!(&ended, Err(Stop::Refused(it)) if matches!(&**it, Refusal::TokenUnusable { reason: TokenFlaw::TokenType { .. }, .. })),
            "{token_type} {issued}: {ended:?}"
        );
        assert!(!world.urls().contains(&TOKEN));
    }
}

#[test]
fn a_workload_without_a_client_leaves_the_registered_client_as_it_is() {
    let mut world = world(Value::Null);
    opened(&mut world);
    let key = format!("client/{ISSUER}");
    let registered = world.store[&key].clone();
    let workload = Conversation::new(|host| {
        workload_identity(host, &at_issuer(), &Secret::new("of-the-platform"))
    });
    let ended = world.run(workload);
    assert_eq!(tokens(ended).client_id, "");
    assert_eq!(world.store[&key], registered);
}

#[test]
fn tokens_that_needed_no_client_are_renewed_and_taken_back_without_one() {
    let refreshable = json!({ "access_token": "a", "token_type": "Bearer", "refresh_token": "r" });
    let mut world = World::new()
        .on("POST", TOKEN, 200, json_headers(), &refreshable.to_string())
        .or_else(world(Value::Null));
    let workload = Conversation::new(|host| {
        workload_identity(host, &at_issuer(), &Secret::new("of-the-platform"))
    });
    let first = tokens(world.run(workload));
    let renewed = tokens(world.run(renewal(&first)));
    assert_eq!(world.run(revocation(&renewed)), Ok(true));
    let bodies = world.sent.iter().filter_map(|(_, one)| one.body.as_deref());
    let forms: Vec<&str> = bodies.filter(|body| !body.starts_with('{')).collect();
    assert!(forms.len() > 3, "{forms:?}");
    assert!(
        !forms.iter().any(|form| form.contains("client_id")),
        "{forms:?}"
    );
}
