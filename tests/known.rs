//! What is kept of a server survives what lasts only a moment, and ends where the server says so.

mod support;

use mcp_auth_doctor::flow::brought::{Credential, prove};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect};
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::revoke::revoke;
use mcp_auth_doctor::flow::sign_in::begin;
use mcp_auth_doctor::flow::store::forget_client_of;
use mcp_auth_doctor::flow::tokens::Tokens;
use mcp_auth_doctor::http::{Exchange, Failure, FailureKind, Headers};
use mcp_auth_doctor::secret::Secret;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::World;
use support::honest::{
    Ended, Honest, ISSUER, REDIRECT, RESOURCE_METADATA, SERVER, answer, beginning, completion,
    options, resource_metadata, server_metadata, signed_in, tokens,
};

const OTHER: &str = "https://other.example";

/// A server with these authorization servers, of which both answer.
fn world(honest: &Honest, issuers: Value) -> World {
    let mut resource = resource_metadata();
    resource["authorization_servers"] = issuers;
    let other = server_metadata().to_string().replace(ISSUER, OTHER);
    let mut first = honest.world_with(resource, server_metadata());
    World::new()
        .json(
            &format!("{OTHER}/.well-known/oauth-authorization-server"),
            &other,
        )
        .on(
            "POST",
            &format!("{OTHER}/register"),
            201,
            support::json(),
            &json!({ "client_id": "other", "redirect_uris": [REDIRECT] }).to_string(),
        )
        .handle(
            move |request| match first.perform(Effect::Fetch(vec![request.clone()])) {
                Answer::Exchanges(mut exchanges) => exchanges.pop()?.response,
                _ => None,
            },
        )
}

/// Somebody is signed in at the first of the two.
fn signed_in_at_the_first() -> World {
    let honest = Honest::default();
    let mut before = world(&honest, json!([ISSUER, OTHER]));
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
    let fault = |exchange: &mut Exchange| {
        exchange.response = given.map(|status| answer(status, Headers::new(), "busy"));
        exchange.failure = exchange.response.is_none().then(|| Failure {
            kind: FailureKind::Timeout,
            message: String::new(),
        });
    };
    world.run_with(beginning(challenged), |effect, given| {
        match (effect, given) {
            (Effect::Fetch(_), Answer::Exchanges(mut exchanges)) => {
                exchanges
                    .iter_mut()
                    .filter(|one| one.request.url.contains(place))
                    .for_each(fault);
                Answer::Exchanges(exchanges)
            }
            (_, given) => given,
        }
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
    let mut after = world(&honest, json!([OTHER]));
    after.store = before.store.clone();
    begin_while(&mut after, "nowhere", None).unwrap();
    assert!(!has_tokens(&after));
}

#[test]
fn tokens_end_too_where_another_authorization_server_stood_in_for_a_while() {
    let mut before = signed_in_at_the_first();
    begin_while(&mut before, "as.example", None).unwrap();
    let honest = Honest::default();
    let mut after = world(&honest, json!([OTHER]));
    after.store = before.store.clone();
    begin_while(&mut after, "nowhere", None).unwrap();
    assert!(!has_tokens(&after));
}

fn own(client_id: &str) -> SignInOptions {
    SignInOptions {
        client: Some(Client {
            client_id: client_id.to_owned(),
            ..Client::default()
        }),
        challenge: Some("Bearer".to_owned()),
        ..options()
    }
}

/// Somebody signed in at the first with a client of their own.
fn signed_in_by_an_own_client() -> (World, Tokens) {
    let honest = Honest::default();
    let mut world = world(&honest, json!([ISSUER]));
    let begun = world.run(beginning(own("mine")));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun else {
        panic!("{begun:?}");
    };
    let callback = honest.approve(&url);
    let tokens = tokens(world.run(completion(pending.id, callback)));
    (world, tokens)
}

/// The server names the other one now; this is what the store has kept.
fn moved(store: &BTreeMap<String, String>) -> World {
    let mut world = world(&Honest::default(), json!([OTHER]));
    world.store.clone_from(store);
    world
}

fn is_of_the_first(ended: &Ended) -> bool {
    matches!(
        ended,
        Err(Stop::Refused(it)) if matches!(
            &**it,
            Refusal::ClientOfOtherIssuer { client_id, expected, received }
                if client_id == "mine" && expected == ISSUER && received == OTHER
        )
    )
}

#[test]
fn an_own_client_goes_to_no_other_issuer_after_a_sign_out() {
    let (mut before, tokens) = signed_in_by_an_own_client();
    let signed_out = Conversation::new(move |host| revoke(host, tokens.clone(), None));
    assert_eq!(before.run(signed_out), Ok(true));
    assert!(!has_tokens(&before));
    let without = SignInOptions {
        client: None,
        ..own("mine")
    };
    for wish in [own("mine"), without] {
        let ended = moved(&before.store).run(beginning(wish));
        assert!(is_of_the_first(&ended), "{ended:?}");
    }
}

#[test]
fn an_own_client_goes_to_no_other_issuer_after_a_token_was_brought() {
    let (before, _) = signed_in_by_an_own_client();
    let mut welcoming = World::new().on(
        "POST",
        SERVER,
        200,
        support::json(),
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
    );
    welcoming.store = before.store;
    let proven = Conversation::new(|host| {
        let token = Secret::new("brought-by-hand");
        prove(host, &options(), Credential::Bearer { token })
    });
    tokens(welcoming.run(proven));
    let ended = moved(&welcoming.store).run(beginning(own("mine")));
    assert!(is_of_the_first(&ended), "{ended:?}");
}

#[test]
fn an_own_client_goes_to_no_other_issuer_after_another_one_signed_in_there() {
    let (before, _) = signed_in_by_an_own_client();
    let mut after = moved(&before.store).on(
        "POST",
        &format!("{OTHER}/token"),
        200,
        support::json(),
        r#"{"access_token":"theirs","token_type":"Bearer"}"#,
    );
    let begun = after.run(beginning(own("theirs")));
    let Ok(Outcome::OpenBrowser { pending, .. }) = begun else {
        panic!("{begun:?}");
    };
    let state = pending.state.clone().unwrap_or_default();
    let callback = format!("{REDIRECT}?code=c&iss={OTHER}&state={}", state.reveal());
    tokens(after.run(completion(pending.id, callback)));
    let ended = after.run(beginning(own("mine")));
    assert!(is_of_the_first(&ended), "{ended:?}");
    let said = SignInOptions {
        client: own("mine").client.map(|client| Client {
            issuer: Some(OTHER.to_owned()),
            ..client
        }),
        ..own("mine")
    };
    let begun = after.run(beginning(said));
    assert!(
        matches!(begun, Ok(Outcome::OpenBrowser { .. })),
        "{begun:?}"
    );
}

#[test]
fn who_asks_for_a_new_client_is_not_held_to_the_one_of_the_old_issuer() {
    let (before, _) = signed_in_by_an_own_client();
    let mut after = moved(&before.store);
    let anew = Conversation::new(|host| {
        forget_client_of(host, SERVER)?;
        let without = SignInOptions {
            client: None,
            ..own("mine")
        };
        begin(host, without)
    });
    let begun = after.run(anew);
    assert!(
        matches!(&begun, Ok(Outcome::OpenBrowser { url, .. }) if url.contains("client_id=other")),
        "{begun:?}"
    );
    let ended = moved(&after.store).run(beginning(own("mine")));
    assert!(is_of_the_first(&ended), "{ended:?}");
}
