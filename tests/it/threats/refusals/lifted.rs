//! What lifts a refusal, and what never does.

use super::{documents, options, reason, signed_in, start, with, without};
use crate::support::honest::{Honest, SERVER, answer, resource_metadata, server_metadata};
use mcp_auth_doctor::flow::after::access::{self, Tried};
use mcp_auth_doctor::flow::discover::discovery;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::store;
use mcp_auth_doctor::flow::options::{Allowed, SignInOptions};
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::{Exchange, Headers, Request};
use serde_json::{Value, json};

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
