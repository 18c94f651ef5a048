//! What the flow sends, and how often, in worlds of plain data.

mod support;

use mcp_auth_doctor::flow::client::{Client, ClientKind};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::{Allowed, Probe, ResourceOption, SignInOptions};
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::renew;
use mcp_auth_doctor::flow::revoke;
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};
use mcp_auth_doctor::flow::tokens::Tokens;
use mcp_auth_doctor::http::{Headers, Request};
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::spec::Revision;
use mcp_auth_doctor::wire::form;
use serde_json::{Value, json};
use support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, resource_metadata, server_metadata,
};
use support::{World, json as json_headers};

fn options() -> SignInOptions {
    SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    }
}

fn start(world: &mut World, options: SignInOptions) -> Result<Outcome, Stop> {
    world.run(Conversation::new(move |host| begin(host, options.clone())))
}

/// The authorization URL of a sign-in that gets to the browser.
fn url(world: &mut World, options: SignInOptions) -> String {
    match start(world, options) {
        Ok(Outcome::OpenBrowser { url, .. }) => url,
        other => panic!("{other:?}"),
    }
}

/// One parameter of a URL.
fn parameter(url: &str, name: &str) -> Option<String> {
    let pairs = form::decode(url.split_once('?').map_or("", |(_, query)| query));
    form::first(&pairs, name).map(str::to_owned)
}

fn sign_in(honest: &Honest, world: &mut World, options: SignInOptions) -> Tokens {
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = start(world, options) else {
        panic!("no browser");
    };
    let callback = honest.approve(&url);
    let ended = world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }));
    match ended {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

/// Round trips to the authorization URL and to the token.
fn round_trips(options: &SignInOptions, warm: bool) -> (usize, usize) {
    let honest = Honest::default();
    let mut world = honest.world();
    let mut before = 0;
    if warm {
        sign_in(&honest, &mut world, options.clone());
        before = world.round_trips();
    }
    let started = start(&mut world, options.clone());
    let to_url = world.round_trips() - before;
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = started else {
        panic!("no browser");
    };
    let callback = honest.approve(&url);
    let ended = world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }));
    assert!(matches!(ended, Ok(Outcome::SignedIn { .. })));
    (to_url, world.round_trips() - before)
}

#[test]
fn round_trips_are_few() {
    let eager = SignInOptions {
        probe: Some(Probe::Eager),
        ..options()
    };
    let known = SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            ..Client::default()
        }),
        ..eager.clone()
    };
    assert_eq!(round_trips(&options(), false), (4, 5), "polite");
    assert_eq!(round_trips(&eager, false), (3, 4), "eager");
    assert_eq!(
        round_trips(&known, false),
        (2, 3),
        "eager, with a known client"
    );
    assert_eq!(round_trips(&eager, true), (0, 1), "warm");
}

#[test]
fn a_sign_in_after_a_refused_one_reads_the_documents_again() {
    let mut server = server_metadata();
    server
        .as_object_mut()
        .unwrap()
        .remove("registration_endpoint");
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let refused = |world: &mut World| {
        let before = world.sent.len();
        assert!(matches!(start(world, options()), Err(Stop::Refused(_))));
        world.sent.len() - before
    };
    assert_eq!(refused(&mut world), refused(&mut world));
}

#[test]
fn a_polite_client_asks_nobody_before_the_challenge_and_no_other_place_after_it() {
    let mut world = Honest::default().world();
    url(&mut world, options());
    let first: Vec<&str> = world.urls().into_iter().take(2).collect();
    assert_eq!(first, [SERVER, support::honest::RESOURCE_METADATA]);
    assert!(
        !world
            .urls()
            .contains(&"https://mcp.example/.well-known/oauth-protected-resource")
    );
}

#[test]
fn after_a_429_places_are_asked_one_after_the_other() {
    let honest = Honest::default();
    let mut world = World::new().handle(|request| {
        (request.url == SERVER).then(|| answer(429, Headers::new(), "slow down"))
    });
    let _ = start(&mut world, options());
    let mut batches: Vec<usize> = world.sent.iter().map(|(batch, _)| *batch).collect();
    batches.dedup();
    assert_eq!(batches.len(), world.sent.len());
    drop(honest);
}

#[test]
fn what_identifies_is_sent_byte_for_byte() {
    let resource = json!({ "resource": "https://mcp.example", "authorization_servers": [ISSUER] });
    let mut server = server_metadata();
    server["authorization_endpoint"] = json!("https://as.example/authorize?realm=a%20b");
    let mut honest = Honest::default().world_with(resource.clone(), server);
    let mut world = World::new()
        .json(
            "https://root.example/.well-known/oauth-protected-resource",
            &resource.to_string().replace("mcp.", "root."),
        )
        .handle(|request| {
            let challenge = Headers::new().with("WWW-Authenticate", "Bearer");
            (request.url == "https://root.example/").then(|| answer(401, challenge, ""))
        })
        .handle(move |request| inner(&mut honest, request));
    let opened = url(
        &mut world,
        SignInOptions {
            server: "https://root.example/".to_owned(),
            ..options()
        },
    );
    assert!(
        opened.starts_with("https://as.example/authorize?realm=a%20b&response_type=code&"),
        "{opened}"
    );
    assert_eq!(
        parameter(&opened, "resource").as_deref(),
        Some("https://root.example")
    );
    assert_eq!(
        parameter(&opened, "redirect_uri").as_deref(),
        Some(REDIRECT)
    );
}

#[test]
fn resource_is_left_out_on_wish_only() {
    let wish = |resource| SignInOptions {
        resource,
        ..options()
    };
    let asked = |resource| {
        parameter(
            &url(&mut Honest::default().world(), wish(resource)),
            "resource",
        )
    };
    assert_eq!(asked(None).as_deref(), Some(SERVER));
    assert_eq!(asked(Some(ResourceOption::Send(false))), None);
    assert_eq!(
        asked(Some(ResourceOption::Named("urn:x".to_owned()))).as_deref(),
        Some("urn:x")
    );
}

#[test]
fn offline_access_is_asked_for_where_it_is_listed_and_with_consent() {
    let mut server = server_metadata();
    server["scopes_supported"] = json!(["offline_access"]);
    let opened = url(
        &mut Honest::default().world_with(resource_metadata(), server),
        options(),
    );
    assert_eq!(
        parameter(&opened, "scope").as_deref(),
        Some("mcp:read offline_access")
    );
    assert_eq!(parameter(&opened, "prompt").as_deref(), Some("consent"));
    let opened = url(&mut Honest::default().world(), options());
    assert_eq!(
        (
            parameter(&opened, "scope").as_deref(),
            parameter(&opened, "prompt")
        ),
        (Some("mcp:read"), None)
    );
}

#[test]
fn extra_parameters_never_replace_those_of_the_flow() {
    let extra = |name: &str| SignInOptions {
        extra_params: [(name.to_owned(), "x".to_owned())].into(),
        ..options()
    };
    let opened = url(&mut Honest::default().world(), extra("audience"));
    assert_eq!(parameter(&opened, "audience").as_deref(), Some("x"));
    let refused = start(&mut Honest::default().world(), extra("state"));
    assert!(matches!(refused, Err(Stop::Misused(it)) if it.what == "extraParams.state"));
}

#[test]
fn a_registration_says_what_the_client_is() {
    let mut world = Honest::default().world();
    url(&mut world, options());
    let body = |world: &World| -> Value {
        let (_, sent) = world
            .sent
            .iter()
            .find(|(_, one)| one.url.ends_with("/register"))
            .unwrap();
        serde_json::from_str(sent.body.as_deref().unwrap()).unwrap()
    };
    let said = body(&world);
    assert_eq!(said["application_type"], "native");
    assert_eq!(said["token_endpoint_auth_method"], "none");
    assert_eq!(
        said["grant_types"],
        json!(["authorization_code", "refresh_token"])
    );
    assert_eq!(said["redirect_uris"], json!([REDIRECT]));
    let mut mixed = options();
    mixed.client_metadata.insert(
        "redirect_uris".to_owned(),
        json!(["https://app.example/cb", "http://127.0.0.1/other"]),
    );
    let mut world = Honest::default().world();
    url(&mut world, mixed);
    assert_eq!(
        body(&world)["redirect_uris"],
        json!([REDIRECT, "http://127.0.0.1/other"])
    );
}

#[test]
fn a_metadata_document_beats_registration_where_it_is_taken() {
    let mut server = server_metadata();
    let mut wish = options();
    wish.client_metadata.insert(
        "client_id".to_owned(),
        json!("https://app.example/client.json"),
    );
    for (offered, expected) in [(json!(true), true), (json!("true"), false)] {
        server["client_id_metadata_document_supported"] = offered;
        let mut world = Honest::default().world_with(resource_metadata(), server.clone());
        let opened = url(&mut world, wish.clone());
        let used =
            parameter(&opened, "client_id").as_deref() == Some("https://app.example/client.json");
        assert_eq!(used, expected);
    }
}

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
    let again = world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = again else {
        panic!("{again:?}");
    };
    assert_ne!(parameter(&url, "client_id").as_deref(), Some("gone"));
    assert_eq!(pending.again, None);
}

/// What another world answers.
fn inner(world: &mut World, request: &Request) -> Option<mcp_auth_doctor::http::Response> {
    use mcp_auth_doctor::flow::host::{Answer, Effect};
    match world.perform(Effect::Fetch(vec![request.clone()])) {
        Answer::Exchanges(mut list) => list.pop()?.response,
        _ => None,
    }
}

#[test]
fn refresh_rotates_and_sends_the_resource() {
    let honest = Honest::default();
    let mut world = honest.world();
    let first = sign_in(&honest, &mut world, options());
    let renewed = |world: &mut World, tokens: Tokens| {
        world.run(Conversation::new(move |host| {
            renew::refresh(host, tokens.clone(), None)
        }))
    };
    let Ok(Outcome::SignedIn { tokens: second, .. }) = renewed(&mut world, first.clone()) else {
        panic!("not renewed");
    };
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
    let Ok(Outcome::SignedIn { tokens, .. }) = renewed(&mut world, first) else {
        panic!("not shared");
    };
    assert_eq!((tokens, world.sent.len()), (second, before));
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
    let told = world.run(Conversation::new(move |host| {
        revoke::revoke(host, tokens.clone(), None)
    }));
    assert_eq!(told, Ok(true));
    let revoked = world
        .sent
        .iter()
        .filter(|(_, one)| one.url.ends_with("/revoke"))
        .count();
    assert_eq!(revoked, 2);
    assert!(!world.store.keys().any(|key| key.starts_with("tokens/")));
}

#[test]
fn another_authorization_server_gets_another_client_and_never_the_old_one() {
    let honest = Honest::default();
    let mut world = honest.world();
    let old = sign_in(&honest, &mut world, options());
    let moved = json!({ "resource": SERVER, "authorization_servers": ["https://new.example"] });
    let mut server = server_metadata();
    for member in [
        "authorization_endpoint",
        "token_endpoint",
        "registration_endpoint",
        "revocation_endpoint",
    ] {
        let place = server[member]
            .as_str()
            .unwrap()
            .replace("as.example", "new.example");
        server[member] = json!(place);
    }
    server["issuer"] = json!("https://new.example");
    let mut after = World::new()
        .json(support::honest::RESOURCE_METADATA, &moved.to_string())
        .json(
            "https://new.example/.well-known/oauth-authorization-server",
            &server.to_string(),
        )
        .handle(|request| {
            (request.url == SERVER)
                .then(|| answer(401, Headers::new().with("WWW-Authenticate", "Bearer"), ""))
        })
        .on(
            "POST",
            "https://new.example/register",
            201,
            json_headers(),
            r#"{"client_id":"new"}"#,
        );
    after.store = world.store.clone();
    let challenged = SignInOptions {
        challenge: Some("Bearer".to_owned()),
        ..options()
    };
    let opened = url(&mut after, challenged);
    assert!(opened.starts_with("https://new.example/authorize?"));
    assert_eq!(parameter(&opened, "client_id").as_deref(), Some("new"));
    let shown = after
        .sent
        .iter()
        .any(|(_, one)| format!("{one:?}").contains(&old.client_id));
    assert!(!shown && !opened.contains(&old.client_id));
    assert!(
        !after
            .store
            .keys()
            .any(|key| key.starts_with(&format!("tokens/{ISSUER} ")))
    );
}

#[test]
fn a_server_of_2025_03_26_is_its_own_authorization_server() {
    let bare = || {
        World::new()
            .handle(|request| (request.url == SERVER).then(|| answer(401, Headers::new(), "")))
            .on(
                "POST",
                "https://mcp.example/register",
                201,
                json_headers(),
                r#"{"client_id":"x"}"#,
            )
            .handle(|request| (request.method == "GET").then(|| answer(404, Headers::new(), "")))
    };
    let opened = url(&mut bare(), options());
    assert!(
        opened.starts_with("https://mcp.example/authorize?"),
        "{opened}"
    );
    assert_eq!(parameter(&opened, "resource"), None);
    assert_eq!(
        parameter(&opened, "code_challenge_method").as_deref(),
        Some("S256")
    );
    // Who asks for a newer revision gets no guess.
    let newer = SignInOptions {
        revision: Some(Revision::V2025_06_18),
        ..options()
    };
    assert!(
        matches!(start(&mut bare(), newer), Err(Stop::Refused(it)) if matches!(*it, Refusal::NoResourceMetadata { .. }))
    );
}

#[test]
fn of_several_authorization_servers_a_known_one_comes_first_and_a_broken_one_is_passed_over() {
    let resource =
        json!({ "resource": SERVER, "authorization_servers": ["https://broken.example", ISSUER] });
    let mut world = Honest::default().world_with(resource, server_metadata());
    let opened = url(&mut world, options());
    assert!(opened.starts_with("https://as.example/authorize?"));
    let asked_first = world
        .urls()
        .iter()
        .position(|one| one.contains("broken.example"));
    assert!(asked_first.is_some());
    let client = Client {
        client_id: "mine".to_owned(),
        ..Client::default()
    };
    let mut world = Honest::default().world_with(
        json!({ "resource": SERVER, "authorization_servers": ["https://broken.example", ISSUER] }),
        server_metadata(),
    );
    world.store.insert(
        format!("client/{ISSUER}"),
        serde_json::to_string(&client).unwrap(),
    );
    let opened = url(&mut world, options());
    assert_eq!(parameter(&opened, "client_id").as_deref(), Some("mine"));
    assert!(
        !world
            .urls()
            .iter()
            .any(|one| one.contains("broken.example"))
    );
}

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
        ..options()
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
    let tokens = sign_in(&honest, &mut world, options());
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
    let moved = json!({ "resource": SERVER, "authorization_servers": ["https://new.example"] });
    let mut server = server_metadata();
    server["issuer"] = json!("https://new.example");
    let mut after = World::new()
        .json(support::honest::RESOURCE_METADATA, &moved.to_string())
        .json(
            "https://new.example/.well-known/oauth-authorization-server",
            &server.to_string(),
        )
        .handle(|request| {
            let challenge = Headers::new().with("WWW-Authenticate", "Bearer");
            (request.url == SERVER).then(|| answer(401, challenge, ""))
        });
    after.store = world.store.clone();
    wish.challenge = Some("Bearer".to_owned());
    // However often it is tried.
    for _ in 0..2 {
        let ended = start(&mut after, wish.clone());
        assert!(
            matches!(ended, Err(Stop::Refused(it)) if matches!(*it, Refusal::ClientOfOtherIssuer { .. }))
        );
    }
}
