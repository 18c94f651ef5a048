//! What is kept of a server survives what lasts only a moment, and ends where the server says so.

use crate::support::World;
use crate::support::honest::{
    Ended, Honest, ISSUER, RESOURCE_METADATA, SERVER, answer, beginning, options, signed_in,
};
use crate::support::moved::{OTHER, listing};
use mcp_auth_doctor::flow::host::{Answer, Effect};
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::{Exchange, Failure, FailureKind, Headers};
use mcp_auth_doctor::spec::Revision;
use serde_json::json;

/// Somebody is signed in at the first of the two.
fn signed_in_at_the_first() -> World {
    let honest = Honest::default();
    let mut before = listing(&honest, json!([ISSUER, OTHER]));
    signed_in(&honest, &mut before);
    before
}

fn has_tokens(world: &World) -> bool {
    world
        .store
        .contains_key(&format!("tokens/{ISSUER} {SERVER}"))
}

/// A sign-in after a challenge, where every request whose URL holds this text gets this answer.
fn begin_while(world: &mut World, place: &str, given: Option<u16>) -> Ended {
    let challenged = SignInOptions {
        challenge: Some("Bearer".to_owned()),
        ..options()
    };
    begin_with(world, challenged, place, given)
}

fn begin_with(world: &mut World, wish: SignInOptions, place: &str, given: Option<u16>) -> Ended {
    let fault = |exchange: &mut Exchange| {
        exchange.response = given.map(|status| answer(status, Headers::new(), "busy"));
        exchange.failure = exchange.response.is_none().then(|| Failure {
            kind: FailureKind::Timeout,
            message: String::new(),
        });
    };
    world.run_with(beginning(wish), |effect, given| match (effect, given) {
        (Effect::Fetch(_), Answer::Exchanges(mut exchanges)) => {
            exchanges
                .iter_mut()
                .filter(|one| one.request.url.contains(place))
                .for_each(fault);
            Answer::Exchanges(exchanges)
        }
        (_, given) => given,
    })
}

#[test]
fn tokens_stay_while_their_authorization_server_is_only_out_of_reach() {
    let mut world = signed_in_at_the_first();
    let elsewhere = begin_while(&mut world, "as.example", None);
    assert!(
        matches!(elsewhere, Ok(Outcome::OpenBrowser { .. })),
        "{elsewhere:?}"
    );
    assert!(has_tokens(&world));
}

#[test]
fn tokens_stay_while_a_sign_in_elsewhere_is_not_completed() {
    let mut world = signed_in_at_the_first();
    let elsewhere = SignInOptions {
        authorization_server: Some(OTHER.to_owned()),
        ..options()
    };
    let begun = world.run(beginning(elsewhere));
    assert!(
        matches!(begun, Ok(Outcome::OpenBrowser { .. })),
        "{begun:?}"
    );
    assert!(has_tokens(&world));
}

#[test]
fn resource_metadata_that_does_not_answer_now_makes_no_server_one_of_2025_03_26() {
    for given in [Some(503), Some(429), None] {
        let mut world = signed_in_at_the_first();
        let ended = begin_while(&mut world, "oauth-protected-resource", given);
        assert!(
            matches!(
                &ended,
                Err(Stop::Refused(it)) if matches!(
                    &**it,
                    Refusal::ResourceMetadataUnusable { url, .. } | Refusal::Unreachable { url, .. }
                        if url == RESOURCE_METADATA
                )
            ),
            "{given:?}: {ended:?}"
        );
        assert!(has_tokens(&world));
        assert!(!world.urls().contains(&"https://mcp.example/register"));
    }
}

#[test]
fn tokens_stay_where_no_resource_metadata_is_published_any_more() {
    let mut world = signed_in_at_the_first();
    let ended = begin_while(&mut world, "mcp.example/.well-known", Some(404));
    assert!(matches!(&ended, Err(Stop::Refused(_))), "{ended:?}");
    assert!(has_tokens(&world));
}

#[test]
fn tokens_end_where_the_server_lists_their_authorization_server_no_more() {
    let before = signed_in_at_the_first();
    let honest = Honest::default();
    let mut after = listing(&honest, json!([OTHER]));
    after.store = before.store.clone();
    begin_while(&mut after, "nowhere", None).unwrap();
    assert!(!has_tokens(&after));
}

#[test]
fn tokens_end_too_where_another_authorization_server_stood_in_for_a_while() {
    let mut before = signed_in_at_the_first();
    begin_while(&mut before, "as.example", None).unwrap();
    let honest = Honest::default();
    let mut after = listing(&honest, json!([OTHER]));
    after.store = before.store.clone();
    begin_while(&mut after, "nowhere", None).unwrap();
    assert!(!has_tokens(&after));
}

#[test]
fn metadata_at_the_origin_that_does_not_answer_now_is_not_replaced_by_default_endpoints() {
    for (given, revision) in [
        (Some(503), Some(Revision::V2025_03_26)),
        (Some(500), Some(Revision::V2025_03_26)),
        (Some(429), Some(Revision::V2025_03_26)),
        (None, Some(Revision::V2025_03_26)),
        (Some(503), None),
    ] {
        let honest = Honest::default();
        let mut world = World::new()
            .on("GET", RESOURCE_METADATA, 404, Headers::new(), "")
            .or_else(honest.world());
        let wish = SignInOptions {
            revision,
            challenge: Some("Bearer".to_owned()),
            ..options()
        };
        let ended = begin_with(
            &mut world,
            wish,
            "mcp.example/.well-known/oauth-authorization-server",
            given,
        );
        assert!(
            matches!(
                &ended,
                Err(Stop::Refused(it)) if matches!(
                    &**it,
                    Refusal::NoServerMetadata { .. } | Refusal::Unreachable { .. }
                )
            ),
            "{given:?}: {ended:?}"
        );
        assert!(!world.urls().contains(&"https://mcp.example/register"));
    }
}

#[test]
fn metadata_at_the_origin_that_is_absent_is_replaced_by_default_endpoints() {
    let mut world = World::new()
        .on(
            "POST",
            "https://mcp.example/register",
            201,
            crate::support::json(),
            r#"{"client_id":"c"}"#,
        )
        .or_else(Honest::default().world());
    let wish = SignInOptions {
        revision: Some(Revision::V2025_03_26),
        ..options()
    };
    let begun = world.run(beginning(wish));
    assert!(
        matches!(&begun, Ok(Outcome::OpenBrowser { url, .. }) if url.starts_with("https://mcp.example/authorize?")),
        "{begun:?}"
    );
}
