//! A client that a person brought belongs to the issuer that it was brought for (MCP 2026-07-28, Authorization Server Binding): it is
//! shown to no other one, unless the person says so.

use crate::support::World;
use crate::support::honest::{
    Ended, Honest, ISSUER, REDIRECT, SERVER, beginning, completion, kept, options, requests_to,
    revocation, tokens, unproven,
};
use crate::support::moved::{OTHER, listing, moved};
use mcp_auth_doctor::action::{Action, ActionKind};
use mcp_auth_doctor::advice::apply::{Step, apply};
use mcp_auth_doctor::advice::host::HostInfo;
use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::flow::after::brought::{Credential, prove};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::store::forget_client_of;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Concluded, Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::begin;
use mcp_auth_doctor::report::judge_for;
use mcp_auth_doctor::secret::Secret;
use serde_json::json;
use std::collections::BTreeMap;

fn own(client_id: &str) -> SignInOptions {
    SignInOptions {
        client: Some(Client {
            client_id: client_id.to_owned(),
            ..Client::default()
        }),
        challenge: Some("Bearer".to_owned()),
        ..unproven()
    }
}

/// Somebody signed in at the first with a client of their own.
fn signed_in_by_an_own_client() -> (World, Tokens) {
    let honest = Honest::default();
    let mut world = listing(&honest, json!([ISSUER]));
    let begun = world.run(beginning(own("mine")));
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun else {
        panic!("{begun:?}");
    };
    let callback = honest.approve(&url);
    let tokens = tokens(world.run(completion(pending.id, callback)));
    (world, tokens)
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
    assert_eq!(before.run(revocation(&tokens)), Ok(true));
    assert_eq!(kept(&before), None);
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
        crate::support::json(),
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
        crate::support::json(),
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
        begin(host, &without)
    });
    let begun = after.run(anew);
    assert!(
        matches!(&begun, Ok(Outcome::OpenBrowser { url, .. }) if url.contains("client_id=other")),
        "{begun:?}"
    );
    let ended = moved(&after.store).run(beginning(own("mine")));
    assert!(is_of_the_first(&ended), "{ended:?}");
}

#[test]
fn an_own_client_is_not_replaced_silently_when_the_server_names_another_issuer() {
    let (before, _) = signed_in_by_an_own_client();
    let mut after = moved(&before.store);
    after.store.retain(|name, _| !name.starts_with("server/"));
    let ended = after.run(beginning(options()));
    assert!(is_of_the_first(&ended), "{ended:?}");
    assert_eq!(requests_to(&after, "/register"), 0);
}

/// The form for an own app, in the report of a sign-in that stopped.
fn form(world: &mut World, wish: SignInOptions) -> Action {
    let concluded = world.run(Conversation::new(move |host| {
        Concluded::of(host, |host| begin(host, &wish))
    }));
    let Err(Stop::Refused(refusal)) = concluded.result else {
        panic!("{:?}", concluded.result);
    };
    let report = judge_for(
        &Evidence {
            server: Some(SERVER.to_owned()),
            exchanges: concluded.exchanges,
            refusal: Some(*refusal),
            ..Evidence::default()
        },
        &HostInfo::default(),
    );
    let mut actions = report.actions.into_iter();
    let found = actions.find(|action| action.kind == ActionKind::OwnApp);
    found.unwrap_or_else(|| panic!("no form"))
}

fn filled(form: &Action, client_id: &str, wish: SignInOptions) -> SignInOptions {
    let values = BTreeMap::from([
        ("clientId".to_owned(), client_id.to_owned()),
        ("redirectUri".to_owned(), REDIRECT.to_owned()),
    ]);
    match apply(form, &values, wish) {
        Ok(Step::SignIn(options)) => *options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_types_the_same_id_for_the_new_issuer_signs_in_there() {
    let (before, _) = signed_in_by_an_own_client();
    let mut after = moved(&before.store);
    let form = form(&mut after, own("mine"));
    let begun = after.run(beginning(filled(&form, "mine", options())));
    assert!(
        matches!(&begun, Ok(Outcome::OpenBrowser { url, .. }) if url.starts_with(OTHER) && url.contains("client_id=mine")),
        "{begun:?}"
    );
}

#[test]
fn what_was_typed_for_one_issuer_is_not_shown_to_the_next() {
    let (before, _) = signed_in_by_an_own_client();
    let form = form(&mut moved(&before.store), own("mine"));
    let mut back = listing(&Honest::default(), json!([ISSUER]));
    let ended = back.run(beginning(filled(&form, "fresh", options())));
    assert!(
        matches!(
            &ended,
            Err(Stop::Refused(it)) if matches!(&**it, Refusal::ClientOfOtherIssuer { expected, .. } if expected == OTHER)
        ),
        "{ended:?}"
    );
}
