//! A flow is run again from its start over the answers so far: it asks for the same again, whatever the world answers, and what a
//! hostile world can make of that stays in bounds.

use crate::support::honest::{
    Honest, ISSUER, RESOURCE_METADATA, SERVER, answer, beginning, completion, options, renewal,
    resource_metadata, server_metadata,
};
use crate::support::{World, bearer};
use mcp_auth_doctor::flow::discover::gather::{GatherOptions, Gathered, gather};
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect, HostFailed};
use mcp_auth_doctor::flow::options::{Probe, SignInOptions};
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::http::{Headers, Request, Response};
use mcp_auth_doctor::limits;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Instant;

fn diagnosis(credential: bool, probe: Probe) -> Conversation<Result<Gathered, HostFailed>> {
    let options = GatherOptions {
        server: SERVER.to_owned(),
        probe,
        credential: credential.then(|| bearer(SERVER, "x")),
        origin: credential.then(|| "https://page.example".to_owned()),
    };
    Conversation::new(move |host| gather(host, &options))
}

/// The honest servers, but where a choice is not 0 the answer is another one.
fn moody(honest: &Honest, choices: Vec<u8>) -> World {
    let mut inner = honest.world();
    let mut choices = choices.into_iter();
    World::new().handle(move |request| {
        let choice = choices.next().unwrap_or(0);
        odd(choice, request).unwrap_or_else(|| {
            match inner.perform(Effect::Fetch(vec![request.clone()])) {
                Answer::Exchanges(mut list) => list.pop().and_then(|one| one.response),
                _ => None,
            }
        })
    })
}

/// What a server may say instead of what it should; the outer `None` where it says what it should.
fn odd(choice: u8, request: &Request) -> Option<Option<Response>> {
    let with = |status, name: &str, value: &str, body: &str| {
        Some(Some(answer(status, Headers::new().with(name, value), body)))
    };
    let document = |value: Value| with(200, "Content-Type", "application/json", &value.to_string());
    match choice {
        1 => Some(None),
        2 => with(500, "Content-Type", "text/html", "<html>no</html>"),
        3 => with(302, "Location", "/elsewhere", ""),
        4 => with(307, "Location", &request.url, ""),
        5 => with(
            401,
            "WWW-Authenticate",
            "Bearer error=\"invalid_token\", scope=\"a b\"",
            "",
        ),
        6 => with(429, "Retry-After", "1", "{\"error\":\"slow_down\"}"),
        7 => with(
            400,
            "Content-Type",
            "application/json",
            "{\"error\":\"use_dpop_nonce\"}",
        ),
        8 => document(
            json!({ "resource": SERVER, "authorization_servers": [ISSUER, "https://b.example", "https://c.example/t"] }),
        ),
        9 => document(json!({ "issuer": ISSUER })),
        10 => document(json!({})),
        11 => document(json!({ "jsonrpc": "2.0", "id": 1, "result": { "tools": [] } })),
        12 => with(200, "Content-Type", "text/event-stream", "data: {}\n\n"),
        13 => with(
            403,
            "WWW-Authenticate",
            "Bearer error=\"insufficient_scope\", scope=\"c\"",
            "",
        ),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_flow_that_is_run_again_over_the_same_answers_asks_for_the_same_effects(
        choices in prop::collection::vec(prop_oneof![3 => Just(0_u8), 2 => 1_u8..14], 0..24),
        eager in any::<bool>(),
        credential in any::<bool>(),
    ) {
        let honest = Honest::default();
        let mut world = moody(&honest, choices);
        let probe = if eager { Probe::Eager } else { Probe::Polite };
        let (seen, _) = world.run_twice(diagnosis(credential, probe));
        prop_assert!(seen.is_ok());
        let wanted = SignInOptions { probe: Some(probe), dpop: credential.then_some(false), ..options() };
        let (begun, _) = world.run_twice(beginning(wanted));
        if let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun {
            let (ended, _) = world.run_twice(completion(pending.id, honest.approve(&url)));
            if let Ok(Outcome::SignedIn { tokens, .. }) = ended {
                let _ = world.run_twice(renewal(&tokens));
            }
        }
    }
}

/// As long as a body may be that is read, and no longer.
fn padded(mut document: Value) -> String {
    document["padding"] = json!([]);
    let member = "[\"x\",{\"y\":1}],";
    let room = limits::BODY - document.to_string().len();
    let padding = member.repeat(room / member.len() - 1);
    let text = document.to_string();
    text.replace("\"padding\":[]", &format!("\"padding\":[{padding}0]"))
}

/// Every answer is as large as is read; documents come after as many redirects as are followed, and only the last of too many
/// authorization servers has any.
fn costly(honest: &Honest) -> World {
    let issuers: Vec<String> = (0..50)
        .map(|at| format!("https://as{at}.example/tenant"))
        .chain([ISSUER.to_owned()])
        .collect();
    let resource = json!({ "resource": SERVER, "authorization_servers": issuers });
    let mut inner = honest.world_with(resource_metadata(), server_metadata());
    World::new().handle(move |request| {
        let (url, step) = request
            .url
            .split_once("?step=")
            .unwrap_or((&request.url, "0"));
        let step: usize = step.parse().unwrap_or(0);
        if request.method == "GET" && step < limits::REDIRECTS {
            let next = format!("{url}?step={}", step + 1);
            return Some(answer(
                302,
                Headers::new().with("Location", next),
                &padded(json!({})),
            ));
        }
        if url == RESOURCE_METADATA {
            return Some(answer(
                200,
                crate::support::json(),
                &padded(resource.clone()),
            ));
        }
        let plain = Request {
            url: url.to_owned(),
            ..request.clone()
        };
        match inner.perform(Effect::Fetch(vec![plain])) {
            Answer::Exchanges(mut list) => {
                let mut response = list.pop().and_then(|one| one.response)?;
                let body: Value =
                    serde_json::from_str(response.body.as_deref()?).unwrap_or_default();
                response.body = Some(padded(if body.is_object() { body } else { json!({}) }));
                Some(response)
            }
            _ => None,
        }
    })
}

#[test]
fn bodies_at_the_limit_at_every_step_take_bounded_work() {
    for probe in [Probe::Polite, Probe::Eager] {
        let honest = Honest::default();
        let mut world = costly(&honest);
        let start = Instant::now();
        let (seen, diagnosis_effects) = world.run_twice(diagnosis(false, probe));
        let exchanges = &seen.unwrap().exchanges;
        let bytes: usize = exchanges
            .iter()
            .filter_map(|one| one.body())
            .map(str::len)
            .sum();
        println!(
            "{probe:?}: {} exchanges in {diagnosis_effects} effects, {bytes} bytes kept, each run twice: {:?}",
            exchanges.len(),
            start.elapsed()
        );
        assert!(
            exchanges.len() > 40 && bytes <= limits::CONVERSATION,
            "{bytes}"
        );
        let cut = exchanges
            .iter()
            .filter_map(|one| one.response.as_ref())
            .filter(|one| one.body_partial);
        assert!(cut.count() > 20, "what is not kept is marked as partial");
    }
}
