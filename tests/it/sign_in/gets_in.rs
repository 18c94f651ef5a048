//! Wherever another client gets in without skipping a MUST, so does this one; what it did for that is named.

use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, beginning, completion, completion_of, opened,
    opened_with, options, refusal, requests_to, resource_metadata, server_metadata, signed_in,
    tokens, unproven,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::finding::Overall;
use mcp_auth_doctor::flow::authorize::RESERVED;
use mcp_auth_doctor::flow::client::{Client, ClientKind};
use mcp_auth_doctor::flow::deviation::Deviation;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::store::client_key;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Concluded, Outcome};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::begin;
use mcp_auth_doctor::http::Headers;
use mcp_auth_doctor::report::judge;
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::form;
use serde_json::{Value, json};

/// What a beginning comes to, with what it did that another client may not do.
fn begun(world: &mut World, wish: SignInOptions) -> Concluded<Outcome> {
    world.run(Conversation::new(move |host| {
        Concluded::of(host, |host| begin(host, &wish))
    }))
}

fn opens(world: &mut World) -> (String, Vec<Deviation>) {
    let concluded = begun(world, unproven());
    match concluded.result {
        Ok(Outcome::OpenBrowser { url, .. }) => (url, concluded.deviations),
        other => panic!("{other:?}"),
    }
}

/// A server of 2025-03-26 at `https://mcp.example`: no resource metadata, its own authorization server.
fn legacy(challenge: &'static str, metadata: Option<Value>, elsewhere: u16) -> World {
    World::new().handle(move |request| {
        let json = |status, body: &Value| Some(answer(status, json_headers(), &body.to_string()));
        match request.url.as_str() {
            SERVER => {
                let headers = Headers::new().with("WWW-Authenticate", challenge);
                Some(answer(401, headers, ""))
            }
            "https://mcp.example/.well-known/oauth-authorization-server" if metadata.is_some() => {
                json(200, metadata.as_ref()?)
            }
            "https://mcp.example/register" => json(
                201,
                &json!({ "client_id": "c", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none" }),
            ),
            "https://mcp.example/token" => {
                json(200, &json!({ "access_token": "t", "token_type": "Bearer" }))
            }
            _ => Some(answer(elsewhere, Headers::new(), "")),
        }
    })
}

fn at_root(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": "https://mcp.example/authorize",
        "token_endpoint": "https://mcp.example/token",
        "registration_endpoint": "https://mcp.example/register",
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    })
}

#[test]
fn an_older_server_whose_issuer_has_the_slash_of_the_root_is_entered_and_that_is_named() {
    let mut world = legacy("Bearer", Some(at_root("https://mcp.example/")), 404);
    let (url, deviations) = opens(&mut world);
    assert!(url.starts_with("https://mcp.example/authorize?"), "{url}");
    assert!(deviations.contains(&Deviation::IssuerSlash {
        expected: "https://mcp.example".to_owned(),
        received: "https://mcp.example/".to_owned(),
    }));
    let (_, pending) = opened_with(&mut world, unproven());
    assert_eq!(pending.issuer, "https://mcp.example/", "the document's own");
    assert!(!pending.deviations.is_empty(), "told at the end too");
}

#[test]
fn any_other_difference_of_the_issuer_is_refused_still() {
    for other in [
        "https://mcp.example//",
        "https://mcp.example/mcp",
        "https://mcp.example./",
        "https://MCP.example/",
        "http://mcp.example/",
    ] {
        let mut world = legacy("Bearer", Some(at_root(other)), 404);
        assert!(
            matches!(
                refusal(begun(&mut world, options()).result),
                Refusal::IssuerMismatch { .. }
            ),
            "{other}"
        );
    }
}

#[test]
fn metadata_behind_a_proxy_that_denies_dotfiles_leads_to_the_default_endpoints() {
    let challenge = r#"Bearer resource_metadata="https://mcp.example/.well-known/oauth-protected-resource/mcp""#;
    let (url, deviations) = opens(&mut legacy(challenge, None, 403));
    assert!(url.starts_with("https://mcp.example/authorize?"), "{url}");
    assert!(deviations.iter().any(|one| matches!(
        one,
        Deviation::ChallengeMetadataPassedOver { status: 403, .. }
    )));
    assert!(
        deviations
            .iter()
            .any(|one| matches!(one, Deviation::DefaultEndpoints { .. }))
    );
}

#[test]
fn a_server_that_asks_for_a_password_alone_is_not_asked_to_register_a_client() {
    let mut world = legacy("Basic realm=\"Staff\"", None, 401);
    let refused = refusal(begun(&mut world, options()).result);
    assert!(
        matches!(refused, Refusal::NoResourceMetadata { .. }),
        "{refused:?}"
    );
    assert_eq!(requests_to(&world, "https://mcp.example/register"), 0);
}

#[test]
fn nobody_is_sent_to_sign_in_for_an_address_that_redirects() {
    for (status, location) in [
        (301, "/mcp/"),
        (302, "/mcp/"),
        (303, "/mcp/"),
        (307, "https://elsewhere.example/mcp"),
        (308, SERVER),
    ] {
        let honest = Honest::default();
        let mut world = World::new()
            .handle(move |request| {
                let headers = Headers::new().with("Location", location);
                (request.url == SERVER).then(|| answer(status, headers, ""))
            })
            .or_else(honest.world());
        let refused = refusal(begun(&mut world, options()).result);
        assert!(
            matches!(refused, Refusal::NotAnMcpServer { status: seen, .. } if seen == status),
            "{refused:?}"
        );
    }
}

#[test]
fn a_redirect_within_the_origin_that_keeps_the_method_is_followed_with_the_token_too() {
    for status in [307, 308] {
        let honest = Honest::default();
        let mut world = World::new()
            .handle(move |request| {
                let headers = Headers::new().with("Location", "/moved/");
                (request.url == SERVER).then(|| answer(status, headers, ""))
            })
            .handle(|request| {
                (request.url == "https://mcp.example/moved/").then(|| {
                    let carries = request.headers.get("authorization").is_some();
                    let challenge = Headers::new().with("WWW-Authenticate", "Bearer");
                    let list = r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}"#;
                    match carries {
                        true => answer(200, json_headers(), list),
                        false => answer(401, challenge, ""),
                    }
                })
            })
            .or_else(honest.world());
        let (url, deviations) = opens(&mut world);
        assert!(url.starts_with("https://as.example/authorize?"), "{url}");
        assert_eq!(deviations, []);
        assert_eq!(requests_to(&world, "https://mcp.example/moved/"), 1);
    }
}

#[test]
fn a_challenge_whose_metadata_is_not_there_gives_way_to_the_well_known_one() {
    let elsewhere = "https://mcp.example/other-metadata";
    for (named, place) in [(elsewhere, "absent"), ("/relative", "relative")] {
        let honest = Honest::default();
        let value = format!("Bearer resource_metadata=\"{named}\"");
        let mut world = World::new()
            .handle(move |request| {
                (request.url == SERVER).then(|| {
                    answer(
                        401,
                        Headers::new().with("WWW-Authenticate", value.clone()),
                        "",
                    )
                })
            })
            .or_else(honest.world());
        let (url, deviations) = opens(&mut world);
        assert!(url.starts_with("https://as.example/authorize?"), "{url}");
        let expected = match place {
            "absent" => Deviation::ChallengeMetadataPassedOver {
                url: elsewhere.to_owned(),
                status: 404,
            },
            _ => Deviation::RelativeMetadataUrl {
                received: named.to_owned(),
            },
        };
        assert_eq!(deviations, [expected]);
    }
}

#[test]
fn a_server_that_does_not_answer_401_is_entered_by_its_metadata_and_that_is_named() {
    for status in [400, 403, 404, 406, 421, 500] {
        let honest = Honest::default();
        let mut world = World::new()
            .handle(move |request| {
                (request.url == SERVER).then(|| answer(status, Headers::new(), "no"))
            })
            .or_else(honest.world());
        let (_, deviations) = opens(&mut world);
        assert_eq!(deviations, [Deviation::NotChallenged { status }]);
    }
}

#[test]
fn a_challenge_whose_metadata_names_another_resource_is_no_reason_to_look_elsewhere() {
    let honest = Honest::default();
    let wrong =
        json!({ "resource": "https://other.example/mcp", "authorization_servers": [ISSUER] });
    let value = r#"Bearer resource_metadata="https://mcp.example/wrong""#;
    let mut world = World::new()
        .on(
            "POST",
            SERVER,
            401,
            Headers::new().with("WWW-Authenticate", value),
            "",
        )
        .json("https://mcp.example/wrong", &wrong.to_string())
        .or_else(honest.world());
    assert!(matches!(
        refusal(begun(&mut world, options()).result),
        Refusal::ResourceMismatch { .. }
    ));
    assert_eq!(requests_to(&world, "oauth-protected-resource/mcp"), 0);
}

#[test]
fn a_server_with_client_id_metadata_documents_only_says_that_one_is_needed() {
    let mut server = server_metadata();
    server
        .as_object_mut()
        .unwrap()
        .remove("registration_endpoint");
    server["client_id_metadata_document_supported"] = json!(true);
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let concluded = begun(&mut world, options());
    let report = judge(&Evidence {
        server: Some(SERVER.to_owned()),
        exchanges: concluded.exchanges,
        refusal: Some(refusal(concluded.result)),
        ..Evidence::default()
    });
    let cause = report.cause.unwrap_or_else(|| panic!("no cause"));
    assert_eq!(cause.rule, "registration/document-needed");
    let mut wish = options();
    wish.client_metadata
        .insert("client_id".to_owned(), json!("https://app.example/client"));
    let (url, _) = opened_with(&mut world, wish);
    assert!(url.contains("client_id=https%3A%2F%2Fapp.example%2Fclient"));
}

/// A server that registers `none`, issues a secret all the same, and wants it.
fn wants_its_secret(kind: &'static str) -> (Honest, World) {
    let honest = Honest::default();
    let registered = json!({ "client_id": "c", "client_secret": "issued", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": kind });
    let world = World::new()
        .on(
            "POST",
            "https://as.example/register",
            201,
            json_headers(),
            &registered.to_string(),
        )
        .handle(|request| {
            let is_basic = request.headers.has("authorization");
            (request.url == "https://as.example/token").then(|| match is_basic {
                true => answer(
                    200,
                    json_headers(),
                    r#"{"access_token":"t","token_type":"Bearer"}"#,
                ),
                false => answer(401, json_headers(), r#"{"error":"invalid_client"}"#),
            })
        })
        .or_else(honest.world());
    (honest, world)
}

#[test]
fn a_secret_that_was_issued_along_with_none_is_tried_once_in_a_new_sign_in() {
    let (honest, mut world) = wants_its_secret("none");
    let (url, pending) = opened_with(&mut world, unproven());
    let ended = world.run(completion(pending.id, honest.approve(&url)));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = ended else {
        panic!("{ended:?}");
    };
    let told = Deviation::IssuedSecret {
        client_id: "c".to_owned(),
    };
    assert_eq!(pending.deviations, [told]);
    assert_eq!(requests_to(&world, "/register"), 1, "the same client");
    tokens(world.run(completion(pending.id, honest.approve(&url))));
}

#[test]
fn a_secret_that_a_person_gave_is_never_tried_where_it_was_not_asked_for() {
    let (honest, mut world) = wants_its_secret("none");
    let own = SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            client_secret: Some(Secret::new("given")),
            token_endpoint_auth_method: Some("none".to_owned()),
            issuer: Some(ISSUER.to_owned()),
            ..Client::default()
        }),
        ..unproven()
    };
    let (url, pending) = opened_with(&mut world, own);
    refusal(world.run(completion(pending.id, honest.approve(&url))));
    let sent = world
        .sent
        .iter()
        .filter(|(_, one)| one.url.ends_with("/token"));
    for (_, request) in sent {
        let body = request.body.as_deref().unwrap_or_default();
        assert!(!request.headers.has("authorization") && !body.contains("given"));
    }
}

#[test]
fn tokens_are_bound_to_a_key_where_the_registration_says_so() {
    let honest = Honest::default();
    let registered = json!({ "client_id": "c", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "none", "dpop_bound_access_tokens": true });
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/register",
            201,
            json_headers(),
            &registered.to_string(),
        )
        .or_else(honest.world());
    let (_, pending) = opened_with(&mut world, unproven());
    assert!(pending.key_id.is_some());
    let (_, again) = opened_with(&mut world, unproven());
    assert!(again.key_id.is_some(), "a client that is kept too");
}

#[test]
fn tokens_are_bound_to_a_key_where_the_token_endpoint_says_so() {
    for said in [
        r#"{"error":"invalid_dpop_proof"}"#,
        r#"{"error":"invalid_request","error_description":"DPoP proof is required"}"#,
    ] {
        let honest = Honest::default();
        let mut world = World::new()
            .handle(move |request| {
                let plain =
                    request.url == "https://as.example/token" && !request.headers.has("dpop");
                plain.then(|| answer(400, json_headers(), said))
            })
            .or_else(honest.world());
        let (url, pending) = opened_with(&mut world, unproven());
        let ended = world.run(completion(pending.id, honest.approve(&url)));
        let Ok(Outcome::OpenBrowser { url, pending, .. }) = ended else {
            panic!("{ended:?}");
        };
        let ended = world.run(completion(pending.id, honest.approve(&url)));
        assert_eq!(tokens(ended).token_type, "DPoP");
    }
}

fn requiring(member: &str, value: Value) -> Value {
    let mut server = server_metadata();
    server[member] = value;
    server
}

#[test]
fn a_request_that_must_be_signed_is_signed_by_a_key_that_was_registered() {
    let server = requiring("require_signed_request_object", json!(true));
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let (url, _) = opened(&mut world);
    let query = form::decode(url.split_once('?').unwrap().1);
    let names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["client_id", "request"]);
    let (_, registration) = world
        .sent
        .iter()
        .find(|(_, one)| one.url.ends_with("/register"))
        .unwrap();
    let body: Value = serde_json::from_str(registration.body.as_deref().unwrap()).unwrap();
    assert_eq!(body["request_object_signing_alg"], "ES256");
    assert_eq!(body["jwks"]["keys"][0]["kty"], "EC");
    assert!(body["jwks"]["keys"][0].get("d").is_none());
}

#[test]
fn a_request_that_must_be_signed_and_can_not_be_is_said_before_the_browser_opens() {
    let server = requiring("require_signed_request_object", json!(true));
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let own = SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            issuer: Some(ISSUER.to_owned()),
            ..Client::default()
        }),
        ..options()
    };
    let concluded = begun(&mut world, own);
    let report = judge(&Evidence {
        exchanges: concluded.exchanges,
        refusal: Some(refusal(concluded.result)),
        ..Evidence::default()
    });
    assert_eq!(
        (report.verdict, report.cause.unwrap().rule.as_str()),
        (Overall::Needs, "server/signed-requests-only")
    );
}

#[test]
fn where_nobody_registers_a_key_the_diagnosis_and_the_sign_in_say_that_one_is_needed() {
    for documents in [false, true] {
        let mut server = requiring("require_signed_request_object", json!(true));
        let members = server.as_object_mut().unwrap();
        members.remove("registration_endpoint");
        members.insert(
            "client_id_metadata_document_supported".to_owned(),
            json!(documents),
        );
        let mut world = Honest::default().world_with(resource_metadata(), server);
        let concluded = begun(&mut world, options());
        let captured = Evidence {
            server: Some(SERVER.to_owned()),
            exchanges: concluded.exchanges,
            ..Evidence::default()
        };
        let refused = Evidence {
            refusal: Some(refusal(concluded.result)),
            ..captured.clone()
        };
        for evidence in [captured, refused] {
            let report = judge(&evidence);
            assert_eq!(
                (report.verdict, report.cause.unwrap().rule.as_str()),
                (Overall::Needs, "server/signed-requests-only")
            );
        }
    }
}

#[test]
fn a_server_that_takes_keys_only_gets_a_client_with_one() {
    let server = requiring(
        "token_endpoint_auth_methods_supported",
        json!(["private_key_jwt"]),
    );
    let registered = json!({ "client_id": "c", "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "private_key_jwt" });
    let honest = Honest::default();
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/register",
            201,
            json_headers(),
            &registered.to_string(),
        )
        .or_else(honest.world_with(resource_metadata(), server));
    let (url, pending) = opened_with(&mut world, unproven());
    let _ = world.run(completion(pending.id, honest.approve(&url)));
    let body = |end: &str| {
        let sent = world.sent.iter().find(|(_, one)| one.url.ends_with(end));
        sent.unwrap().1.body.clone().unwrap()
    };
    assert!(body("/register").contains("private_key_jwt"));
    assert!(body("/token").contains("client_assertion="));
}

#[test]
fn a_persons_app_that_proves_itself_by_a_key_gets_one_and_its_public_half_is_shown_once() {
    let server = requiring(
        "token_endpoint_auth_methods_supported",
        json!(["private_key_jwt"]),
    );
    let mut world = Honest::default().world_with(resource_metadata(), server);
    let own = || SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            issuer: Some(ISSUER.to_owned()),
            ..Client::default()
        }),
        ..unproven()
    };
    let Refusal::KeyToRegister { jwk, .. } = refusal(world.run(beginning(own()))) else {
        panic!("no key");
    };
    assert!(
        jwk.contains("\"kty\":\"EC\"") && !jwk.contains("\"d\""),
        "{jwk}"
    );
    let (_, pending) = opened_with(&mut world, own());
    assert!(pending.client.key_id.is_some());
}

#[test]
fn an_endpoint_that_brings_a_parameter_of_ours_is_refused_before_anything_is_registered() {
    for name in RESERVED.into_iter().chain(["prompt"]) {
        for planted in [name.to_owned(), name.replacen('e', "%65", 1)] {
            let endpoint = format!("https://as.example/authorize?tenant=1&{planted}=x");
            let server = requiring("authorization_endpoint", json!(endpoint));
            let mut world = Honest::default().world_with(resource_metadata(), server);
            let Refusal::ParametersPlanted { names, .. } = refusal(world.run(beginning(options())))
            else {
                panic!("{name}");
            };
            assert_eq!(names, [name]);
            assert_eq!(requests_to(&world, "/register"), 0);
        }
    }
    let endpoint = json!("https://as.example/authorize?p=B2C_1_signin");
    let server = requiring("authorization_endpoint", endpoint);
    opened(&mut Honest::default().world_with(resource_metadata(), server));
}

#[test]
fn a_parameter_that_the_host_adds_is_not_planted_either() {
    let endpoint = json!("https://as.example/authorize?audience=theirs");
    let server = requiring("authorization_endpoint", endpoint);
    let mut wish = options();
    wish.extra_params
        .insert("audience".to_owned(), "ours".to_owned());
    let mut world = Honest::default().world_with(resource_metadata(), server);
    assert!(matches!(
        refusal(world.run(beginning(wish))),
        Refusal::ParametersPlanted { .. }
    ));
}

// What was stored never stands in the way of what was repaired.

fn moved_to(endpoint: &str, path: &str) -> Value {
    requiring(endpoint, json!(format!("https://as.example/{path}")))
}

#[test]
fn a_stop_that_rests_on_what_was_remembered_is_checked_before_it_is_told() {
    let honest = Honest::default();
    let mut before = honest.world_with(
        resource_metadata(),
        moved_to("registration_endpoint", "broken"),
    );
    // The person left before the client was registered.
    let _ = before.run(Conversation::new(|host| {
        mcp_auth_doctor::flow::discover::known::discover(host, &options())
    }));
    let mut after = honest.world();
    after.store.clone_from(&before.store);
    opened(&mut after);
    assert_eq!(requests_to(&after, "/broken"), 1, "the old place first");
}

#[test]
fn a_refused_code_is_no_end_where_the_token_endpoint_has_moved_since() {
    let honest = Honest::default();
    let mut before = honest.world_with(resource_metadata(), moved_to("token_endpoint", "gone"));
    let _ = opened_with(&mut before, unproven());
    let mut after = honest.world();
    after.store.clone_from(&before.store);
    let (url, pending) = opened_with(&mut after, unproven());
    assert!(pending.remembered);
    let ended = after.run(completion(pending.id, honest.approve(&url)));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = ended else {
        panic!("{ended:?}");
    };
    tokens(after.run(completion(pending.id, honest.approve(&url))));
}

#[test]
fn a_refusal_that_the_documents_of_today_bear_out_is_told_once() {
    let honest = Honest::default();
    let mut world = World::new()
        .on(
            "POST",
            "https://as.example/token",
            400,
            json_headers(),
            r#"{"error":"invalid_grant"}"#,
        )
        .or_else(honest.world());
    let _ = opened_with(&mut world, unproven());
    let (url, pending) = opened_with(&mut world, unproven());
    assert!(pending.remembered);
    refusal(world.run(completion(pending.id, honest.approve(&url))));
}

#[test]
fn a_client_that_the_authorization_page_does_not_know_is_registered_again_once() {
    let honest = Honest::default();
    let mut world = honest.world();
    let _ = opened_with(&mut world, unproven());
    let (url, pending) = opened_with(&mut world, unproven());
    assert!(pending.client_kept);
    let state = form::decode(url.split_once('?').unwrap().1);
    let state = form::first(&state, "state").unwrap().to_owned();
    let callback =
        format!("{REDIRECT}?error=invalid_client&state={state}&iss=https%3A%2F%2Fas.example");
    let ended = world.run(completion_of(pending.clone(), callback));
    let Ok(Outcome::OpenBrowser { pending: anew, .. }) = ended else {
        panic!("{ended:?}");
    };
    assert_ne!(anew.client.client_id, pending.client.client_id);
    assert!(!anew.client_kept, "once");
}

#[test]
fn who_asks_for_it_gets_a_new_client_although_one_is_kept() {
    let mut world = Honest::default().world();
    let (_, first) = opened(&mut world);
    let again = SignInOptions {
        register_again: Some(true),
        ..options()
    };
    let (_, second) = opened_with(&mut world, again);
    assert_ne!(first.client.client_id, second.client.client_id);
}

#[test]
fn an_own_app_never_signs_in_with_another_redirect_uri_in_silence() {
    let honest = Honest::default();
    let mut world = honest.world();
    let client = Client {
        kind: ClientKind::PreRegistered,
        client_id: "mine".to_owned(),
        issuer: Some(ISSUER.to_owned()),
        ..Client::default()
    };
    let own = SignInOptions {
        client: Some(client),
        ..unproven()
    };
    let (url, pending) = opened_with(&mut world, own);
    tokens(world.run(completion(pending.id, honest.approve(&url))));
    assert!(world.store[&client_key(ISSUER)].contains(REDIRECT));
    let busy = SignInOptions {
        redirect_uri: Some("http://127.0.0.1:33419/callback".to_owned()),
        ..unproven()
    };
    let refused = refusal(world.run(beginning(busy)));
    assert!(
        matches!(&refused, Refusal::RedirectUriNotRegistered { expected, .. } if expected == REDIRECT),
        "{refused:?}"
    );
    opened_with(&mut world, unproven());
}

#[test]
fn an_honest_sign_in_deviates_in_nothing() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (_, deviations) = opens(&mut world);
    assert_eq!(deviations, []);
    signed_in(&honest, &mut world);
}
