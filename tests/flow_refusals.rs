//! Each reason to stop is reached once, by a world in which everything is right but one thing; and none is forgotten.

mod support;

use mcp_auth_doctor::flow::access::{self, Tried};
use mcp_auth_doctor::flow::brought::{self, Credential};
use mcp_auth_doctor::flow::callback::{Expected, check, code};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::machine;
use mcp_auth_doctor::flow::options::{Allowed, SignInOptions};
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::pending::Pending;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, begin, complete};
use mcp_auth_doctor::flow::tokens::Tokens;
use mcp_auth_doctor::flow::{discovery, renew, store};
use mcp_auth_doctor::http::{Exchange, Headers, Request};
use mcp_auth_doctor::limits;
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::wire::callback::read_form_post;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::honest::{
    Honest, ISSUER, REDIRECT, RESOURCE_METADATA, SERVER, answer, resource_metadata, server_metadata,
};
use support::{World, json as json_headers};

type Result = std::result::Result<Outcome, Stop>;

fn options() -> SignInOptions {
    SignInOptions {
        server: SERVER.to_owned(),
        redirect_uri: Some(REDIRECT.to_owned()),
        ..SignInOptions::default()
    }
}

fn start(world: &mut World, options: SignInOptions) -> Result {
    world.run(Conversation::new(move |host| begin(host, options.clone())))
}

fn finish(world: &mut World, started: Result, callback: impl FnOnce(&str) -> String) -> Result {
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = started else {
        return started;
    };
    let callback = callback(&url);
    world.run(Conversation::new(move |host| {
        complete(
            host,
            Waiting::Given(pending.clone()),
            Some(callback.clone()),
        )
    }))
}

fn signed_in(honest: &Honest, world: &mut World) -> Tokens {
    let started = start(world, options());
    match finish(world, started, |url| honest.approve(url)) {
        Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
        other => panic!("{other:?}"),
    }
}

fn with(mut document: Value, member: &str, value: Value) -> Value {
    document[member] = value;
    document
}

fn without(mut document: Value, member: &str) -> Value {
    document.as_object_mut().unwrap().remove(member);
    document
}

/// A sign-in where the server's or the issuer's document is another one.
fn documents(resource: Value, server: Value) -> Result {
    start(
        &mut Honest::default().world_with(resource, server),
        options(),
    )
}

fn resource(member: &str, value: Value) -> Result {
    documents(with(resource_metadata(), member, value), server_metadata())
}

fn issuer(member: &str, value: Value) -> Result {
    documents(resource_metadata(), with(server_metadata(), member, value))
}

/// A sign-in where one URL answers otherwise.
fn answered(url: &'static str, status: u16, body: &'static str) -> Result {
    let honest = Honest::default();
    let mut world = altered(&honest, url, status, Headers::new(), body);
    let started = start(&mut world, options());
    finish(&mut world, started, |url| honest.approve(url))
}

fn altered(
    honest: &Honest,
    url: &'static str,
    status: u16,
    headers: Headers,
    body: &'static str,
) -> World {
    let mut honest = Some(honest.world());
    World::new().handle(move |request| {
        if request.url == url {
            return Some(answer(status, headers.clone(), body));
        }
        let inner = honest.as_mut()?;
        match inner.perform(mcp_auth_doctor::flow::host::Effect::Fetch(vec![
            request.clone(),
        ])) {
            mcp_auth_doctor::flow::host::Answer::Exchanges(mut list) => list.pop()?.response,
            _ => None,
        }
    })
}

fn callback(text: &str) -> Refusal {
    let state = Secret::new("S");
    code(text, expected(&state)).unwrap_err()
}

fn expected(state: &Secret) -> Expected<'_> {
    Expected {
        state,
        issuer: ISSUER,
        announces_iss: true,
        redirect_uri: REDIRECT,
        bare_code: false,
    }
}

fn reason(result: Result) -> Refusal {
    match result {
        Err(Stop::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

const TOKEN: &str = "https://as.example/token";

#[test]
fn every_refusal_is_reached() {
    let reached: Vec<Refusal> = [
        contact(),
        found(),
        registered(),
        returned(),
        exchanged(),
        used(),
    ]
    .concat();
    let names: BTreeSet<String> = reached.iter().map(name).collect();
    let missing: Vec<&str> = ALL
        .iter()
        .copied()
        .filter(|one| !names.contains(*one))
        .collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
    assert_eq!(
        names.len(),
        ALL.len(),
        "a refusal is not in the list: {names:?}"
    );
}

fn name(refusal: &Refusal) -> String {
    serde_json::to_value(refusal).unwrap()["kind"]
        .as_str()
        .unwrap()
        .to_owned()
}

const ALL: [&str; 47] = [
    "unreachable",
    "insecure",
    "private-address",
    "unusable-url",
    "no-authorization-needed",
    "not-an-mcp-server",
    "no-resource-metadata",
    "resource-metadata-unusable",
    "resource-missing",
    "resource-mismatch",
    "no-authorization-servers",
    "issuer-invalid",
    "no-server-metadata",
    "issuer-mismatch",
    "endpoint-missing",
    "response-type-unsupported",
    "grant-unsupported",
    "pkce-not-advertised",
    "pkce-without-s256",
    "redirect-refused",
    "no-client",
    "registration-refused",
    "registration-unusable",
    "client-of-other-issuer",
    "authorization-url-refused",
    "pushed-request-refused",
    "pending-unknown",
    "pending-expired",
    "callback-elsewhere",
    "wrong-response-mode",
    "duplicate-parameter",
    "state-missing",
    "state-mismatch",
    "iss-missing",
    "iss-mismatch",
    "authorization-refused",
    "code-missing",
    "code-and-error",
    "bare-code",
    "token-refused",
    "token-unusable",
    "no-refresh-token",
    "device-refused",
    "still-unauthorized",
    "scope-already-granted",
    "scope-unnamed",
    "step-up-limit",
];

/// What the first contact and the addresses give.
fn contact() -> Vec<Refusal> {
    let server = |address: &str| {
        reason(start(
            &mut World::new(),
            SignInOptions {
                server: address.to_owned(),
                ..options()
            },
        ))
    };
    let open = answered(SERVER, 200, r#"{"jsonrpc":"2.0","id":1,"result":{}}"#);
    let nothing = |headers: Headers, status: u16, body: &'static str| {
        let mut world = World::new().handle(move |request| {
            let body = if request.url == SERVER { body } else { "" };
            let status = if request.url == SERVER { status } else { 404 };
            Some(answer(status, headers.clone(), body))
        });
        reason(start(&mut world, options()))
    };
    vec![
        server(SERVER),
        server("http://mcp.example/mcp"),
        nothing(
            json_headers(),
            200,
            r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        ),
        nothing(Headers::new(), 200, "<html>"),
        nothing(Headers::new(), 401, ""),
        {
            // The challenge is honest and the answer is public: metadata still leads on.
            assert!(matches!(open, Ok(Outcome::SignedIn { .. })), "{open:?}");
            reason(answered(RESOURCE_METADATA, 500, "broken"))
        },
    ]
}

/// What the documents give.
fn found() -> Vec<Refusal> {
    vec![
        reason(documents(
            without(resource_metadata(), "resource"),
            server_metadata(),
        )),
        reason(resource("resource", json!("https://evil.example/mcp"))),
        reason(resource("authorization_servers", json!([]))),
        reason(resource(
            "authorization_servers",
            json!(["https://as.example/?x"]),
        )),
        reason(resource(
            "authorization_servers",
            json!(["https://10.0.0.1"]),
        )),
        reason(resource(
            "authorization_servers",
            json!(["https://other.example"]),
        )),
        reason(answered(
            "https://as.example/.well-known/oauth-authorization-server",
            404,
            "",
        )),
        reason(issuer("issuer", json!("https://as.example/"))),
        reason(documents(
            resource_metadata(),
            without(server_metadata(), "token_endpoint"),
        )),
        reason(issuer("token_endpoint", json!("http://as.example/token"))),
        reason(issuer(
            "token_endpoint",
            json!("https://as.example/token#x"),
        )),
        reason(issuer(
            "authorization_endpoint",
            json!("https://as.example/a'b"),
        )),
        reason(issuer("response_types_supported", json!(["token"]))),
        reason(documents(
            resource_metadata(),
            without(server_metadata(), "code_challenge_methods_supported"),
        )),
        reason(issuer("code_challenge_methods_supported", json!(["plain"]))),
        reason(redirected()),
    ]
}

fn redirected() -> Result {
    let honest = Honest::default();
    let headers = Headers::new().with("Location", RESOURCE_METADATA);
    let mut world = altered(&honest, RESOURCE_METADATA, 302, headers, "");
    let ended = start(&mut world, options());
    let asked = world
        .urls()
        .iter()
        .filter(|url| **url == RESOURCE_METADATA)
        .count();
    assert_eq!(asked, limits::REDIRECTS + 1);
    ended
}

/// What registration and the authorization request give.
fn registered() -> Vec<Refusal> {
    const REGISTER: &str = "https://as.example/register";
    let pushing = with(
        with(
            server_metadata(),
            "require_pushed_authorization_requests",
            json!(true),
        ),
        "pushed_authorization_request_endpoint",
        json!("https://as.example/nowhere"),
    );
    let mut pushed = Honest::default()
        .world_with(resource_metadata(), pushing)
        .handle(|request| {
            (request.method == "POST")
                .then(|| answer(400, json_headers(), r#"{"error":"invalid_request"}"#))
        });
    let elsewhere = Client {
        client_id: "mine".to_owned(),
        issuer: Some("https://old.example".to_owned()),
        ..Client::default()
    };
    let brought = SignInOptions {
        client: Some(elsewhere),
        ..options()
    };
    vec![
        reason(documents(
            resource_metadata(),
            without(server_metadata(), "registration_endpoint"),
        )),
        reason(answered(REGISTER, 403, r#"{"error":"access_denied"}"#)),
        reason(answered(REGISTER, 201, r#"{"client_name":"x"}"#)),
        reason(answered(
            REGISTER,
            201,
            r#"{"client_id":"x","redirect_uris":["http://localhost/other"]}"#,
        )),
        reason(start(&mut Honest::default().world(), brought)),
        reason(start(&mut pushed, options())),
    ]
}

/// What comes back from the browser.
fn returned() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = start(&mut world, options()) else {
        panic!("no browser");
    };
    let callback_url = honest.approve(&url);
    let mut complete = |callback: &str, pending: Box<Pending>| {
        let callback = callback.to_owned();
        world.run(Conversation::new(move |host| {
            complete(
                host,
                Waiting::Given(pending.clone()),
                Some(callback.clone()),
            )
        }))
    };
    assert!(complete(&callback_url, pending.clone()).is_ok());
    let again = reason(complete(&callback_url, pending.clone()));
    let mut late = pending;
    late.expires_at = support::NOW;
    let late = reason(complete(&callback_url, late));
    let at = |query: &str| callback(&format!("{REDIRECT}?{query}&iss=https%3A%2F%2Fas.example"));
    let state = Secret::new("S");
    vec![
        again,
        late,
        callback("http://127.0.0.1:1/elsewhere?code=x&state=S"),
        check(read_form_post("code=x&state=S", REDIRECT), expected(&state)).unwrap_err(),
        at("code=x&code=y&state=S"),
        at("code=x"),
        at("code=x&state=T"),
        callback(&format!("{REDIRECT}?code=x&state=S")),
        callback(&format!(
            "{REDIRECT}?code=x&state=S&iss=https%3A%2F%2Fevil.example"
        )),
        at("error=access_denied&state=S"),
        at("state=S"),
        at("code=x&error=y&state=S"),
        callback("a-code-alone"),
    ]
}

/// What the token endpoint and its relatives give.
fn exchanged() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = Tokens {
        refresh_token: None,
        ..signed_in(&honest, &mut world)
    };
    world.store.clear();
    let no_refresh = world.run(Conversation::new(move |host| {
        renew::refresh(host, tokens.clone(), None)
    }));
    let machine = SignInOptions {
        client: Some(Client::default()),
        ..options()
    };
    let no_grant = honest.world().run(Conversation::new(move |host| {
        machine::client_credentials(host, machine.clone())
    }));
    let offering = with(
        server_metadata(),
        "device_authorization_endpoint",
        json!("https://as.example/device"),
    );
    let mut device = honest
        .world_with(resource_metadata(), offering)
        .handle(|request| {
            request
                .url
                .ends_with("/device")
                .then(|| answer(400, json_headers(), r#"{"error":"invalid_scope"}"#))
        });
    vec![
        reason(answered(TOKEN, 400, r#"{"error":"invalid_grant"}"#)),
        reason(answered(
            TOKEN,
            200,
            r#"{"access_token":"x","token_type":"mac"}"#,
        )),
        reason(answered(TOKEN, 200, "<html>")),
        reason(no_refresh),
        reason(no_grant),
        reason(start(
            &mut device,
            SignInOptions {
                redirect_uri: None,
                ..options()
            },
        )),
    ]
}

/// What using a credential gives.
fn used() -> Vec<Refusal> {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    let mut step_up = |challenge: &str| {
        let (tokens, challenge) = (tokens.clone(), challenge.to_owned());
        world.run(Conversation::new(move |host| {
            renew::step_up(host, &tokens, &challenge, options())
        }))
    };
    let insufficient = |scope: &str| {
        format!(
            "Bearer error=\"insufficient_scope\", scope=\"{scope}\", resource_metadata=\"{RESOURCE_METADATA}\""
        )
    };
    let granted = reason(step_up(&insufficient("mcp:read")));
    // The sign-in was the first authorization request; two more are let through.
    for scope in ["a", "b"] {
        assert!(matches!(
            step_up(&insufficient(scope)),
            Ok(Outcome::OpenBrowser { .. })
        ));
    }
    let limit = reason(step_up(&insufficient("c")));
    let mut quiet = honest.world_with(
        without(resource_metadata(), "scopes_supported"),
        server_metadata(),
    );
    let held = tokens.clone();
    let unnamed = reason(quiet.run(Conversation::new(move |host| {
        renew::step_up(
            host,
            &held,
            "Bearer error=\"insufficient_scope\"",
            options(),
        )
    })));
    let refused = reason(honest.world().run(Conversation::new(move |host| {
        let credential = Credential::Bearer {
            token: Secret::new("wrong"),
        };
        brought::prove(host, &options(), credential)
    })));
    vec![granted, limit, unnamed, refused]
}

#[test]
fn a_credential_for_elsewhere_and_dpop_without_an_algorithm_are_refused() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    let elsewhere = world.run(Conversation::new(move |host| {
        access::headers(host, &tokens, "POST", "https://evil.example/mcp")
    }));
    assert!(
        matches!(elsewhere, Err(Stop::Refused(it)) if matches!(*it, Refusal::ForeignOrigin { .. }))
    );
    let rsa = with(
        server_metadata(),
        "dpop_signing_alg_values_supported",
        json!(["RS256"]),
    );
    let demanding = with(
        resource_metadata(),
        "dpop_bound_access_tokens_required",
        json!(true),
    );
    assert!(matches!(
        reason(documents(demanding, rsa)),
        Refusal::DpopUnsupported { .. }
    ));
}

#[test]
fn a_named_opt_out_lifts_exactly_its_own_refusal() {
    let allowing = |allow: Allowed, resource: Value, server: Value| {
        let options = SignInOptions {
            allow: vec![allow],
            ..options()
        };
        start(&mut Honest::default().world_with(resource, server), options)
    };
    let silent = without(server_metadata(), "code_challenge_methods_supported");
    let origin = with(
        resource_metadata(),
        "resource",
        json!("https://mcp.example"),
    );
    let ended = allowing(
        Allowed::UnadvertisedPkce,
        resource_metadata(),
        silent.clone(),
    );
    assert!(
        matches!(ended, Ok(Outcome::OpenBrowser { url, .. }) if url.contains("code_challenge_method=S256"))
    );
    let ended = allowing(
        Allowed::CompatibleResource,
        origin.clone(),
        server_metadata(),
    );
    assert!(
        matches!(ended, Ok(Outcome::OpenBrowser { url, .. }) if url.contains("resource=https%3A%2F%2Fmcp.example&") || url.ends_with("resource=https%3A%2F%2Fmcp.example"))
    );
    assert!(matches!(
        reason(allowing(
            Allowed::CompatibleResource,
            resource_metadata(),
            silent
        )),
        Refusal::PkceNotAdvertised { .. }
    ));
    assert!(matches!(
        reason(allowing(Allowed::BareCode, origin, server_metadata())),
        Refusal::ResourceMismatch {
            compatible: true,
            ..
        }
    ));
}

fn refused_with(headers: Headers, challenge: &str) -> Exchange {
    Exchange {
        request: Request {
            url: SERVER.to_owned(),
            headers,
            ..Request::default()
        },
        response: Some(answer(
            401,
            Headers::new().with("WWW-Authenticate", challenge),
            "",
        )),
        ..Exchange::default()
    }
}

#[test]
fn a_refused_credential_is_asked_for_once_more_and_no_more() {
    let honest = Honest::default();
    let mut world = honest.world();
    let refused = || refused_with(Headers::new(), "Bearer");
    let mut tried = Tried::default();
    for round in 0..2 {
        let (answer, before) = (refused(), tried.clone());
        let (next, after) = world.run(Conversation::new(move |host| {
            let mut tried = before.clone();
            let next = access::judge(host, options(), &answer, &mut tried, true);
            (next, tried)
        }));
        tried = after;
        match round {
            0 => assert!(matches!(next, Ok(access::Next::Ask(_)))),
            _ => assert!(
                matches!(next, Err(Stop::Refused(it)) if matches!(*it, Refusal::StillUnauthorized { .. }))
            ),
        }
    }
}

#[test]
fn tokens_whose_key_is_gone_go_nowhere_and_lead_to_a_new_sign_in() {
    let honest = Honest::default();
    let mut world = honest.world();
    let mut bound = signed_in(&honest, &mut world);
    bound.token_type = "DPoP".to_owned();
    bound.key_id = Some("key/gone".to_owned());
    bound.refresh_token = None;
    let kept = world.run(Conversation::new(move |host| {
        store::save_tokens(host, &bound)
    }));
    assert_eq!(kept, Ok(()));
    let mut tried = Tried::default();
    for round in 0..2 {
        let before = tried.clone();
        let (carried, next, after) = world.run(Conversation::new(move |host| {
            let carried = access::stored_headers(host, SERVER, "POST", SERVER);
            let answer = refused_with(carried.clone().unwrap_or_default(), "Bearer");
            let mut tried = before.clone();
            let next = access::judge(host, options(), &answer, &mut tried, true);
            (carried, next, tried)
        }));
        assert_eq!(carried, Ok(Headers::new()));
        tried = after;
        match round {
            0 => assert_eq!(next, Ok(access::Next::Again)),
            _ => assert!(matches!(next, Ok(access::Next::Ask(_))), "{next:?}"),
        }
    }
}

#[test]
fn an_address_that_is_none_is_the_callers_mistake() {
    assert!(
        discovery::require_server("mcp.example/mcp").is_err_and(|mistake| mistake.what == "server")
    );
}
