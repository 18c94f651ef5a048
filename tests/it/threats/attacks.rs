//! The threat model (RFC 9700; MCP, Security Considerations and Security Best Practices): each test attacks through the public API and
//! gets nothing. SECURITY.md names each of them.

use crate::support::World;
use crate::support::honest::{
    Ended, Honest, REDIRECT, beginning, completion_of, opened, options, refusal, requests_to,
    resource_metadata, server_metadata,
};
use mcp_auth_doctor::flow::host::{Answer, Effect};
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::{Headers, Request};
use mcp_auth_doctor::wire::address::Address;
use mcp_auth_doctor::wire::form;
use serde_json::{Value, json};

fn start(world: &mut World, options: SignInOptions) -> Ended {
    world.run(beginning(options))
}

fn finish(world: &mut World, pending: Pending, callback: &str) -> Ended {
    world.run(completion_of(pending, callback.to_owned()))
}

fn with(mut document: Value, member: &str, value: Value) -> Value {
    document[member] = value;
    document
}

#[test]
fn mix_up_an_answer_of_another_authorization_server_never_reaches_a_token_endpoint() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest
        .approve(&url)
        .replace("as.example", "attacker.example");
    assert!(matches!(
        refusal(finish(&mut world, pending, &callback)),
        Refusal::IssMismatch { .. }
    ));
    assert_eq!(requests_to(&world, "/token"), 0);
}

#[test]
fn mix_up_an_answer_without_iss_is_refused_where_iss_is_announced() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let (without, _) = callback.split_once("&iss=").unwrap();
    refusal(finish(&mut world, pending, without));
    assert_eq!(requests_to(&world, "/token"), 0);
}

#[test]
fn csrf_a_callback_with_another_state_is_refused_and_the_sign_in_goes_on() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let forged = format!("{REDIRECT}?code=stolen&state=guessed&iss=https%3A%2F%2Fas.example");
    refusal(finish(&mut world, pending.clone(), &forged));
    assert_eq!(requests_to(&world, "/token"), 0);
    let callback = honest.approve(&url);
    assert!(finish(&mut world, pending, &callback).is_ok());
}

#[test]
fn code_injection_a_code_of_another_sign_in_is_worth_nothing() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (victim_url, victim) = opened(&mut world);
    let (attacker_url, _) = opened(&mut world);
    let stolen = honest.approve(&attacker_url);
    let code = stolen
        .split_once("code=")
        .and_then(|(_, rest)| rest.split('&').next())
        .unwrap();
    let own = honest.approve(&victim_url);
    let own_code = own
        .split_once("code=")
        .and_then(|(_, rest)| rest.split('&').next())
        .unwrap();
    let injected = own.replace(own_code, code);
    assert!(finish(&mut world, victim, &injected).is_err());
}

#[test]
fn replay_a_callback_counts_once() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    assert!(finish(&mut world, pending.clone(), &callback).is_ok());
    assert!(finish(&mut world, pending, &callback).is_err());
    assert_eq!(honest.0.borrow().codes_used_again, 0);
}

#[test]
fn replay_a_callback_that_comes_too_late_is_refused() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    world.now += 700_000.0;
    refusal(finish(&mut world, pending, &callback));
    assert_eq!(requests_to(&world, "/token"), 0);
}

#[test]
fn resource_confusion_metadata_of_another_resource_opens_no_browser() {
    let honest = Honest::default();
    let resource = with(
        resource_metadata(),
        "resource",
        json!("https://bank.example/mcp"),
    );
    let mut world = honest.world_with(resource, server_metadata());
    assert!(matches!(
        refusal(start(&mut world, options())),
        Refusal::ResourceMismatch { .. }
    ));
    assert!(!world.urls().iter().any(|url| url.contains("as.example")));
}

#[test]
fn issuer_confusion_metadata_of_another_issuer_is_not_used_at_all() {
    let honest = Honest::default();
    let server = with(server_metadata(), "issuer", json!("https://honest.example"));
    let mut world = honest.world_with(resource_metadata(), server);
    assert!(matches!(
        refusal(start(&mut world, options())),
        Refusal::IssuerMismatch { .. }
    ));
    assert!(!world.urls().iter().any(|url| url.ends_with("/register")));
}

#[test]
fn phishing_endpoints_with_dangerous_schemes_are_never_opened() {
    for endpoint in [
        "javascript:alert(1)//https://as.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "http://as.example/authorize",
        "vscode://command",
    ] {
        let honest = Honest::default();
        let server = with(server_metadata(), "authorization_endpoint", json!(endpoint));
        let mut world = honest.world_with(resource_metadata(), server);
        assert!(start(&mut world, options()).is_err(), "{endpoint}");
    }
}

#[test]
fn ssrf_metadata_cannot_make_us_ask_a_private_address() {
    for target in [
        "https://169.254.169.254",
        "https://10.0.0.1",
        "https://[::1]",
        "https://2852039166",
        "https://0x7f.1",
        "http://localhost:8080",
    ] {
        let honest = Honest::default();
        let resource = with(
            resource_metadata(),
            "authorization_servers",
            json!([target]),
        );
        let mut world = honest.world_with(resource, server_metadata());
        assert!(start(&mut world, options()).is_err(), "{target}");
        let asked = world.urls().iter().any(|url| url.starts_with(target));
        assert!(!asked, "{target}");
    }
}

#[test]
fn ssrf_a_redirect_of_metadata_cannot_lead_to_a_private_address() {
    let honest = Honest::default();
    let mut world = World::new()
        .on(
            "GET",
            crate::support::honest::RESOURCE_METADATA,
            302,
            Headers::new().with("Location", "https://169.254.169.254/latest"),
            "",
        )
        .or_else(honest.world());
    assert!(start(&mut world, options()).is_err());
    assert!(!world.urls().iter().any(|url| url.contains("169.254")));
}

#[test]
fn downgrade_without_s256_there_is_no_sign_in() {
    for methods in [json!(["plain"]), json!([]), Value::Null] {
        let honest = Honest::default();
        let server = with(
            server_metadata(),
            "code_challenge_methods_supported",
            methods.clone(),
        );
        let mut world = honest.world_with(resource_metadata(), server);
        assert!(start(&mut world, options()).is_err(), "{methods}");
    }
}

#[test]
fn nothing_secret_is_in_what_can_be_printed() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let verifier = pending.verifier.reveal().to_owned();
    let state = pending.state.as_ref().unwrap().reveal().to_owned();
    assert!(!url.contains(&verifier));
    let printed = format!("{pending:?}");
    assert!(!printed.contains(&verifier) && !printed.contains(&state));
    let callback = honest.approve(&url);
    let Outcome::SignedIn { tokens, .. } = finish(&mut world, pending, &callback).unwrap() else {
        panic!("not signed in");
    };
    let printed = format!("{tokens:?}");
    assert!(!printed.contains(tokens.access_token.reveal()));
}

#[test]
fn open_redirect_a_callback_to_another_address_is_not_ours() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest
        .approve(&url)
        .replace("http://127.0.0.1:33418/", "https://evil.example/");
    let refused = refusal(finish(&mut world, pending, &callback));
    assert!(
        matches!(refused, Refusal::CallbackElsewhere { .. }),
        "{refused:?}"
    );
    assert_eq!(requests_to(&world, "/token"), 0);
}

#[test]
fn localhost_impersonation_a_program_that_catches_the_callback_cannot_spend_the_code() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let query = Address::parse(&callback).unwrap().query.unwrap();
    let caught = form::decode(query);
    let body = form::encode([
        ("grant_type", "authorization_code"),
        ("code", form::first(&caught, "code").unwrap()),
        ("redirect_uri", REDIRECT),
        ("client_id", pending.client.client_id.as_str()),
        ("code_verifier", &"a".repeat(43)),
    ]);
    let theft = Request::post(
        pending.token_endpoint.clone(),
        "application/x-www-form-urlencoded",
        body,
    );
    let Answer::Exchanges(answers) = world.perform(Effect::Commit(vec![theft])) else {
        panic!("no answer");
    };
    assert_eq!(answers[0].status(), 400);
    assert!(
        !answers[0]
            .body()
            .unwrap_or_default()
            .contains("access_token")
    );
}
