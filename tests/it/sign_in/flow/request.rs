//! What the registration and the authorization request say.

use super::{inner, parameter, start, url};
use crate::support::World;
use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, answer, options, resource_metadata, server_metadata,
};
use mcp_auth_doctor::flow::options::{ResourceOption, SignInOptions};
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::http::Headers;
use serde_json::{Value, json};

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
