//! What a diagnosis asks, and what it never asks.

use crate::support::{World, bearer, json};
use mcp_auth_doctor::flow::discover::gather::{GatherOptions, Gathered, gather};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect};
use mcp_auth_doctor::flow::keep::tokens::{self, Tokens};
use mcp_auth_doctor::flow::options::Probe;
use mcp_auth_doctor::http::{Failure, FailureKind, Headers, Request};
use mcp_auth_doctor::limits;
use mcp_auth_doctor::secret::Secret;

const SERVER: &str = "https://mcp.example/mcp";
const INSERTED: &str = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
const ROOT: &str = "https://mcp.example/.well-known/oauth-protected-resource";
const RESOURCE: &str =
    r#"{"resource":"https://mcp.example/mcp","authorization_servers":["https://as.example"]}"#;

fn challenged() -> World {
    World::new().on(
        "POST",
        SERVER,
        401,
        Headers::new().with(
            "WWW-Authenticate",
            format!(r#"Bearer resource_metadata="{INSERTED}""#),
        ),
        "",
    )
}

fn run(world: &mut World, options: GatherOptions) -> Gathered {
    let options = GatherOptions {
        server: SERVER.to_owned(),
        ..options
    };
    world
        .run(Conversation::new(move |host| gather(host, &options)))
        .unwrap()
}

#[test]
fn an_eager_diagnosis_knows_both_documents_after_two_round_trips() {
    let mut world = challenged().json(INSERTED, RESOURCE).json(
        "https://as.example/.well-known/oauth-authorization-server",
        r#"{"issuer":"https://as.example"}"#,
    );
    let options = GatherOptions {
        probe: Probe::Eager,
        ..GatherOptions::default()
    };
    run(&mut world, options);
    assert_eq!(world.round_trips(), 2);
}

#[test]
fn the_root_document_is_not_asked_for_where_another_one_answers() {
    for probe in [Probe::Eager, Probe::Polite] {
        let mut world = challenged().json(INSERTED, RESOURCE);
        let options = GatherOptions {
            probe,
            ..GatherOptions::default()
        };
        run(&mut world, options);
        assert!(!world.urls().contains(&ROOT), "{probe:?}");
    }
}

#[test]
fn nothing_but_get_options_and_the_handshake_is_sent() {
    let mut world = World::new()
        .on("POST", SERVER, 200, json(), r#"{"result":{}}"#)
        .json(INSERTED, RESOURCE);
    run(&mut world, GatherOptions::default());
    for (_, request) in &world.sent {
        let body = request.body.as_deref().unwrap_or_default();
        let handshake = ["initialize", "notifications/initialized", "tools/list"]
            .iter()
            .any(|method| body.contains(&format!("\"{method}\"")));
        assert!(request.method == "GET" || handshake, "{request:?}");
    }
}

#[test]
fn an_address_of_a_private_network_is_not_asked_for_a_public_server() {
    let document = RESOURCE.replace("https://as.example", "https://169.254.169.254");
    let mut world = challenged().json(INSERTED, &document);
    run(&mut world, GatherOptions::default());
    assert!(!world.urls().iter().any(|url| url.contains("169.254")));
}

#[test]
fn a_credential_goes_to_the_server_alone() {
    let mut world = challenged().json(INSERTED, RESOURCE);
    let options = GatherOptions {
        credential: Some(bearer(SERVER, "canary")),
        ..GatherOptions::default()
    };
    run(&mut world, options);
    let with: Vec<&str> = world
        .sent
        .iter()
        .filter(|(_, request)| request.headers.has("authorization"))
        .map(|(_, request)| request.url.as_str())
        .collect();
    assert_eq!(with, [SERVER]);
}

/// Runs a diagnosis in a world where some requests get no answer in time; how often it waited for one, and what came of it.
fn run_slow(
    world: &mut World,
    options: GatherOptions,
    mut is_dropped: impl FnMut(&Request) -> bool,
) -> (Vec<Vec<String>>, Gathered) {
    let options = GatherOptions {
        server: SERVER.to_owned(),
        ..options
    };
    let mut waits = Vec::new();
    let flow = Conversation::new(move |host| gather(host, &options));
    let gathered = world.run_with(flow, |_, answer| {
        let Answer::Exchanges(mut exchanges) = answer else {
            return answer;
        };
        let mut waited = Vec::new();
        for exchange in &mut exchanges {
            if is_dropped(&exchange.request) {
                exchange.response = None;
                exchange.failure = Some(Failure {
                    kind: FailureKind::Timeout,
                    message: "no whole answer within the time limit".to_owned(),
                });
                waited.push(exchange.request.url.clone());
            }
        }
        if !waited.is_empty() {
            waits.push(waited);
        }
        Answer::Exchanges(exchanges)
    });
    (waits, gathered.unwrap())
}

fn eager() -> GatherOptions {
    GatherOptions {
        probe: Probe::Eager,
        credential: Some(bearer(SERVER, "canary")),
        origin: Some("https://page.example".to_owned()),
        ..GatherOptions::default()
    }
}

#[test]
fn a_server_that_answers_nothing_is_waited_for_once() {
    let (waits, gathered) = run_slow(&mut World::new(), eager(), |_| true);
    assert_eq!(waits.len(), 1, "{waits:?}");
    assert_eq!(gathered.exchanges.len(), 2);
    let polite = GatherOptions {
        probe: Probe::Polite,
        ..eager()
    };
    let (waits, _) = run_slow(&mut World::new(), polite, |_| true);
    assert_eq!(waits.len(), 2, "{waits:?}");
}

#[test]
fn a_server_that_drops_one_path_is_still_asked_for_everything_else() {
    let metadata = "https://as.example/.well-known/oauth-authorization-server";
    for dropped in [SERVER, INSERTED, ROOT] {
        let mut world = challenged()
            .json(INSERTED, RESOURCE)
            .json(ROOT, RESOURCE)
            .json(metadata, r#"{"issuer":"https://as.example"}"#);
        let (waits, _) = run_slow(&mut world, eager(), |request| request.url == dropped);
        assert!(waits.len() <= limits::WAITS, "{dropped}: {waits:?}");
        assert!(world.urls().contains(&metadata), "{dropped}");
    }
}

#[test]
fn a_silent_authorization_server_keeps_no_other_one_waiting() {
    let document = RESOURCE.replace(
        r#"["https://as.example"]"#,
        r#"["https://a.example","https://b.example","https://c.example","https://as.example"]"#,
    );
    let metadata = "https://as.example/.well-known/oauth-authorization-server";
    let mut world = challenged()
        .json(INSERTED, &document)
        .json(metadata, r#"{"issuer":"https://as.example"}"#);
    let (waits, _) = run_slow(&mut world, eager(), |request| {
        ["//a.", "//b.", "//c."]
            .iter()
            .any(|host| request.url.contains(host))
    });
    assert!(waits.len() <= 2, "{waits:?}");
    assert!(world.urls().contains(&metadata));
}

/// The law: whatever a server leaves unanswered, a diagnosis waits a stated number of times for each host, and for all of them.
#[test]
fn the_wait_of_a_diagnosis_is_bounded() {
    const OF_ALL: usize = 6;
    let document = RESOURCE.replace(
        r#"["https://as.example"]"#,
        r#"["https://a.example","https://b.example","https://mcp.example/c","https://as.example"]"#,
    );
    for seed in 1..120_u32 {
        for probe in [Probe::Eager, Probe::Polite] {
            let result = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25"}}"#;
            let mut world = match seed % 3 {
                0 => World::new().on("POST", SERVER, 200, json(), result),
                _ => challenged(),
            }
            .json(INSERTED, &document)
            .json(ROOT, &document);
            let mut state = seed.wrapping_mul(2_654_435_761);
            let (waits, _) = run_slow(&mut world, GatherOptions { probe, ..eager() }, |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state >> 29 < 1 + seed % 7
            });
            for host in ["//mcp.", "//a.", "//b.", "//as."] {
                let of_host = waits
                    .iter()
                    .filter(|urls| urls.iter().any(|url| url.contains(host)));
                assert!(of_host.count() <= limits::WAITS, "{seed}: {waits:?}");
            }
            if probe == Probe::Eager {
                assert!(waits.len() <= OF_ALL, "{seed}: {waits:?}");
            }
        }
    }
}

fn tokens(token_type: &str) -> Tokens {
    Tokens {
        v: tokens::VERSION,
        issuer: String::new(),
        resource: SERVER.to_owned(),
        server: SERVER.to_owned(),
        client_id: String::new(),
        token_type: token_type.to_owned(),
        header: None,
        scope: String::new(),
        requested_scope: String::new(),
        access_token: Secret::new("canary"),
        refresh_token: None,
        expires_at: None,
        issued_at: 0.0,
        sign_in: String::new(),
        renewals: 0,
        key_id: None,
        token_endpoint: None,
        omit_resource: false,
    }
}

/// What a server that anybody may use gets to see.
fn proven(tokens: Tokens) -> World {
    let result = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"s","version":"1"}}}"#;
    let mut world = World::new().on("POST", SERVER, 200, json(), result);
    let options = GatherOptions {
        server: SERVER.to_owned(),
        credential: Some(Box::new(tokens)),
        ..GatherOptions::default()
    };
    let gathering = Conversation::new(move |host| gather(host, &options));
    let keys = |effect: &Effect, answer| match effect {
        Effect::PublicKey(_) => Answer::Text(Some(r#"{"kty":"EC"}"#.to_owned())),
        Effect::Sign { .. } => Answer::Bytes(vec![1; 64]),
        _ => answer,
    };
    world.run_with(gathering, keys).unwrap();
    world
}

#[test]
fn tokens_of_a_sign_in_are_proven_in_the_way_of_their_kind() {
    let authorization = |world: &World| {
        let sent = world
            .sent
            .iter()
            .filter_map(|(_, request)| request.headers.get("authorization"));
        sent.collect::<Vec<_>>()
    };
    let basic = authorization(&proven(tokens("Basic")));
    assert!(basic.len() >= 3 && basic.iter().all(|value| value == "Basic canary"));
    let bound = proven(Tokens {
        key_id: Some("key/1".to_owned()),
        ..tokens("DPoP")
    });
    assert!(
        authorization(&bound)
            .iter()
            .all(|value| value == "DPoP canary")
    );
    let proofs: Vec<String> = bound
        .sent
        .iter()
        .filter_map(|(_, request)| request.headers.get("dpop"))
        .collect();
    assert!(proofs.len() >= 3);
    assert!(
        proofs.windows(2).all(|pair| pair[0] != pair[1]),
        "a proof is used once"
    );
}

#[test]
fn tokens_for_another_origin_are_not_sent() {
    let world = proven(Tokens {
        server: "https://other.example/mcp".to_owned(),
        ..tokens("Bearer")
    });
    assert!(
        world
            .sent
            .iter()
            .all(|(_, request)| !request.headers.has("authorization"))
    );
}

#[test]
fn redirects_of_a_read_end_after_a_few_hops() {
    let mut world = challenged().handle(|request| {
        let hop: usize = request.url.rsplit('=').next()?.parse().unwrap_or(0);
        let headers = Headers::new().with("Location", format!("/loop?n={}", hop + 1));
        (request.method == "GET").then(|| mcp_auth_doctor::http::Response {
            status: 302,
            headers,
            ..Default::default()
        })
    });
    run(&mut world, GatherOptions::default());
    assert!(world.sent.len() < 40, "{}", world.sent.len());
}
