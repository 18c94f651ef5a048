//! Several clients at one issuer: each sign-in goes on as the client that it was made with.

use crate::support::honest::{
    Honest, ISSUER, RESOURCE_METADATA, SERVER, SERVER_METADATA, answer, beginning, completion,
    options, renewal, server_metadata, tokens,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::after::unregister;
use mcp_auth_doctor::flow::client::{Client, ClientKind};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::store;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::http::{Headers, Request, Response};
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::form;
use serde_json::json;

const OTHER: &str = "https://mcp.example/other";
const OTHER_METADATA: &str = "https://mcp.example/.well-known/oauth-protected-resource/other";

/// Two servers at an issuer that knows clients by a secret only, and registers one for each redirect URI.
fn world() -> World {
    let document = |resource| json!({ "resource": resource, "authorization_servers": [ISSUER] });
    let mut server = server_metadata();
    server["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let mut count = 0;
    World::new()
        .json(RESOURCE_METADATA, &document(SERVER).to_string())
        .json(OTHER_METADATA, &document(OTHER).to_string())
        .json(SERVER_METADATA, &server.to_string())
        .handle(challenge)
        .handle(move |request| {
            count += 1;
            registration(request, count)
        })
        .handle(|request| (request.url == "https://as.example/token").then(|| token(request)))
        .handle(|request| (request.method == "DELETE").then(|| answer(204, Headers::new(), "")))
}

fn challenge(request: &Request) -> Option<Response> {
    let known = [(SERVER, RESOURCE_METADATA), (OTHER, OTHER_METADATA)];
    let (_, location) = known.iter().find(|(server, _)| request.url == *server)?;
    let value = format!("Bearer resource_metadata=\"{location}\"");
    Some(answer(
        401,
        Headers::new().with("WWW-Authenticate", value),
        "",
    ))
}

fn registration(request: &Request, count: usize) -> Option<Response> {
    let body: serde_json::Value = (request.url == "https://as.example/register")
        .then(|| serde_json::from_str(request.body.as_deref()?).ok())??;
    let client_id = format!("client-{count}");
    let answered = json!({
        "client_id": client_id,
        "client_secret": format!("secret of {client_id}"),
        "redirect_uris": body["redirect_uris"],
        "token_endpoint_auth_method": "client_secret_post",
        "registration_client_uri": format!("https://as.example/register/{client_id}"),
        "registration_access_token": format!("registration-{client_id}"),
    });
    Some(answer(201, json_headers(), &answered.to_string()))
}

fn token(request: &Request) -> Response {
    let sent = form::decode(request.body.as_deref().unwrap_or_default());
    let value = |name| form::first(&sent, name).unwrap_or_default();
    if value("client_secret") != format!("secret of {}", value("client_id")) {
        return answer(401, json_headers(), r#"{"error":"invalid_client"}"#);
    }
    let granted = json!({
        "access_token": format!("access of {}", value("client_id")),
        "token_type": "Bearer",
        "expires_in": 3600,
        "refresh_token": format!("refresh of {}", value("client_id")),
    });
    answer(200, json_headers(), &granted.to_string())
}

fn sign_in(world: &mut World, server: &str, redirect_uri: &str) -> Tokens {
    let wish = SignInOptions {
        server: server.to_owned(),
        redirect_uri: Some(redirect_uri.to_owned()),
        prove: Some(false),
        ..SignInOptions::default()
    };
    let (url, pending) = match world.run(beginning(wish)) {
        Ok(Outcome::OpenBrowser { url, pending, .. }) => (url, pending),
        other => panic!("{other:?}"),
    };
    let callback = Honest::default().approve(&url);
    tokens(world.run(completion(pending.id, callback)))
}

/// Signs in to two servers, as two clients.
fn both(world: &mut World) -> (Tokens, Tokens) {
    let first = sign_in(world, SERVER, "http://127.0.0.1:3001/callback");
    let second = sign_in(world, OTHER, "http://127.0.0.1:3002/callback");
    assert_ne!(first.client_id, second.client_id);
    (first, second)
}

fn client_in_use(world: &World) -> String {
    let text = &world.store[&store::client_key(ISSUER)];
    serde_json::from_str::<Client>(text).unwrap().client_id
}

fn delete(world: &mut World, client_id: Option<String>) -> Result<bool, Stop> {
    world.run(Conversation::new(move |host| {
        unregister::delete_client(host, ISSUER, client_id.as_deref())
    }))
}

#[test]
fn each_sign_in_is_renewed_as_the_client_that_it_was_made_with() {
    let mut world = world();
    let (first, second) = both(&mut world);
    for signed_in in [first, second] {
        let renewed = tokens(world.run(renewal(&signed_in)));
        assert_eq!(renewed.client_id, signed_in.client_id);
    }
}

#[test]
fn a_refresh_token_outlives_a_refusal_that_our_own_missing_secret_caused() {
    let mut world = world();
    let signed_in = sign_in(&mut world, SERVER, "http://127.0.0.1:3001/callback");
    let client = world.store.remove(&store::client_key(ISSUER)).unwrap();
    assert!(matches!(
        world.run(renewal(&signed_in)),
        Err(Stop::Refused(_))
    ));
    world.store.insert(store::client_key(ISSUER), client);
    tokens(world.run(renewal(&signed_in)));
}

#[test]
fn a_client_that_the_server_has_forgotten_takes_no_other_one_with_it() {
    let mut world = world();
    let (first, second) = both(&mut world);
    let own = store::client_key_of(ISSUER, &first.client_id);
    let spoilt = world.store[&own].replace("secret of", "no longer");
    world.store.insert(own.clone(), spoilt);
    assert!(matches!(world.run(renewal(&first)), Err(Stop::Refused(_))));
    assert!(!world.store.contains_key(&own));
    assert_eq!(client_in_use(&world), second.client_id);
}

#[test]
fn a_client_is_deleted_by_its_id_and_the_one_in_use_otherwise() {
    let mut world = world();
    let (first, second) = both(&mut world);
    assert_eq!(delete(&mut world, Some(first.client_id.clone())), Ok(true));
    let asked = world.urls().last().copied().map(str::to_owned);
    assert_eq!(
        asked,
        Some(format!("https://as.example/register/{}", first.client_id))
    );
    assert!(
        !world
            .store
            .contains_key(&store::client_key_of(ISSUER, &first.client_id))
    );
    assert_eq!(client_in_use(&world), second.client_id);
    assert_eq!(delete(&mut world, None), Ok(true));
    assert!(!world.store.keys().any(|key| key.starts_with("client/")));
}

#[test]
fn each_client_is_kept_once() {
    let mut world = world();
    let (first, _) = both(&mut world);
    let client = world.store[&store::client_key_of(ISSUER, &first.client_id)].clone();
    let client: Client = serde_json::from_str(&client).unwrap();
    let put_back = move |host: &_| {
        let before = store::client_of(host, ISSUER)?;
        store::save_client(host, ISSUER, before, &client)
    };
    world.run(Conversation::new(put_back)).unwrap();
    assert_eq!(client_in_use(&world), first.client_id);
    assert!(
        !world
            .store
            .contains_key(&store::client_key_of(ISSUER, &first.client_id))
    );
    assert_eq!(
        world
            .store
            .keys()
            .filter(|key| key.starts_with("client/"))
            .count(),
        2
    );
}

#[test]
fn a_client_that_was_registered_at_another_issuer_is_never_shown_to_this_one() {
    let mut world = world();
    let elsewhere = Client {
        kind: ClientKind::Dynamic,
        client_id: "client-of-another".to_owned(),
        client_secret: Some(Secret::new("secret-of-another")),
        issuer: Some("https://other.example".to_owned()),
        ..Client::default()
    };
    let ended = world.run(beginning(SignInOptions {
        client: Some(elsewhere),
        ..options()
    }));
    let Ok(Outcome::OpenBrowser { url, .. }) = ended else {
        panic!("{ended:?}");
    };
    assert!(!url.contains("client-of-another"), "{url}");
    let sent = world
        .sent
        .iter()
        .map(|(_, request)| format!("{} {:?}", request.url, request.body));
    assert!(sent.into_iter().all(|one| !one.contains("of-another")));
}
