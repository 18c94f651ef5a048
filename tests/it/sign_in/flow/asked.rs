//! What is asked, in which order, in how many round trips.

use super::{round_trips, start, url};
use crate::support::World;
use crate::support::honest::{
    Honest, SERVER, answer, options, resource_metadata, server_metadata, unproven,
};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::options::{Probe, SignInOptions};
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::http::Headers;

#[test]
fn round_trips_are_few() {
    let eager = SignInOptions {
        probe: Some(Probe::Eager),
        ..unproven()
    };
    let known = SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            ..Client::default()
        }),
        ..eager.clone()
    };
    assert_eq!(round_trips(&unproven(), false), (4, 5), "polite");
    assert_eq!(round_trips(&options(), false), (4, 9), "with the proof");
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
    assert_eq!(first, [SERVER, crate::support::honest::RESOURCE_METADATA]);
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
