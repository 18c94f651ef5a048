//! A world for each refusal before the browser opens.

use super::{
    Result, altered, answered, documents, issuer, options, reason, resource, start, with, without,
};
use crate::support::honest::{
    Honest, RESOURCE_METADATA, SERVER, answer, resource_metadata, server_metadata,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::discover::discovery::discover;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::Headers;
use mcp_auth_doctor::limits;
use serde_json::json;

/// What the first contact and the addresses give.
pub fn contact() -> Vec<Refusal> {
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
        public(),
        nothing(Headers::new(), 200, "<html>"),
        nothing(Headers::new(), 401, ""),
        {
            // The challenge is honest and the answer is public: metadata still leads on.
            assert!(matches!(open, Ok(Outcome::SignedIn { .. })), "{open:?}");
            reason(answered(RESOURCE_METADATA, 500, "broken"))
        },
    ]
}

/// A sign-in to a public server ends well; only discovery alone has nothing to give.
fn public() -> Refusal {
    let mut world = World::new().handle(|request| {
        let body = r#"{"jsonrpc":"2.0","id":1,"result":{}}"#;
        Some(match request.url == SERVER {
            true => answer(200, json_headers(), body),
            false => answer(404, Headers::new(), ""),
        })
    });
    let ended = start(&mut world, options());
    assert!(
        matches!(&ended, Ok(Outcome::NotNeeded { server }) if server == SERVER),
        "{ended:?}"
    );
    match world.run(Conversation::new(|host| discover(host, &options()))) {
        Err(Stop::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

/// What the documents give.
pub fn found() -> Vec<Refusal> {
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
pub fn registered() -> Vec<Refusal> {
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
