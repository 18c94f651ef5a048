//! A request that is refused where nobody can be asked starts nothing, and leaves nothing behind.

use crate::support::World;
use crate::support::honest::{Honest, SERVER, answer, options, signed_in};
use mcp_auth_doctor::flow::after::access::{Next, Tried, judge};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::outcome::Stop;
use mcp_auth_doctor::http::{Exchange, Headers, Request};

fn refused(status: u16, challenge: &str, tokens: Option<&Tokens>) -> Exchange {
    let carried = tokens.map(|one| format!("Bearer {}", one.access_token.reveal()));
    Exchange {
        request: Request {
            url: SERVER.to_owned(),
            headers: carried.map_or_else(Headers::new, |value| {
                Headers::new().with("Authorization", value)
            }),
            ..Request::default()
        },
        response: Some(answer(
            status,
            Headers::new().with("WWW-Authenticate", challenge),
            "",
        )),
        ..Exchange::default()
    }
}

fn judged(world: &mut World, answer: Exchange) -> Result<Next, Stop> {
    world.run(Conversation::new(move |host| {
        judge(host, options(), &answer, &mut Tried::default(), false)
    }))
}

#[test]
fn without_a_credential_no_sign_in_is_begun() {
    let mut world = Honest::default().world();
    let next = judged(&mut world, refused(401, "Bearer", None));
    assert_eq!(next, Ok(Next::Pass));
    assert_eq!(world.urls(), Vec::<&str>::new());
    assert!(world.store.is_empty(), "{:?}", world.store.keys());
}

#[test]
fn where_a_scope_is_missing_none_is_asked_for() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    let kept = world.store.clone();
    for status in [401, 403] {
        let challenge = r#"Bearer error="insufficient_scope", scope="mcp:write""#;
        let tokens = Tokens {
            refresh_token: None,
            ..tokens.clone()
        };
        world.store.insert(
            mcp_auth_doctor::flow::keep::store::tokens_key(&tokens.issuer, &tokens.resource),
            serde_json::to_string(&tokens).unwrap(),
        );
        let next = judged(&mut world, refused(status, challenge, Some(&tokens)));
        assert_eq!(next, Ok(Next::Pass));
        assert!(
            world.store.keys().eq(kept.keys()),
            "{:?}",
            world.store.keys()
        );
    }
}

#[test]
fn a_refresh_is_still_made() {
    let honest = Honest::default();
    let mut world = honest.world();
    let tokens = signed_in(&honest, &mut world);
    let next = judged(&mut world, refused(401, "Bearer", Some(&tokens)));
    assert_eq!(next, Ok(Next::Again));
}
