//! Which authorization server is chosen, and what another one means.

use super::{parameter, sign_in, start, url};
use crate::support::honest::{Honest, ISSUER, SERVER, answer, options, server_metadata};
use crate::support::moved::{OTHER, moved};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::Headers;
use mcp_auth_doctor::spec::Revision;
use serde_json::json;

#[test]
fn another_authorization_server_gets_another_client_and_never_the_old_one() {
    let honest = Honest::default();
    let mut world = honest.world();
    let old = sign_in(&honest, &mut world, options());
    let mut after = moved(&world.store);
    let challenged = SignInOptions {
        challenge: Some("Bearer".to_owned()),
        ..options()
    };
    let opened = url(&mut after, challenged);
    assert!(opened.starts_with(&format!("{OTHER}/authorize?")));
    assert_eq!(parameter(&opened, "client_id").as_deref(), Some("other"));
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
