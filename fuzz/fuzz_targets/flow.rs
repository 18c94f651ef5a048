//! Any answers in any order to a diagnosis and a whole sign-in, a line each; where a line says nothing, the servers are honest. Each flow is
//! run twice at each step and must ask for the same.
#![no_main]

#[allow(dead_code, unused_imports)] // the tests use the rest
#[path = "../../tests/it/support/mod.rs"]
mod support;

use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::flow::discover::gather::{GatherOptions, gather};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::http::{Headers, Response};
use mcp_auth_doctor::report::judge;
use support::World;
use support::honest::{Honest, SERVER, answer, beginning, completion, options, renewal};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut lines: Vec<String> = text.lines().rev().map(str::to_owned).collect();
    let honest = Honest::default();
    let mut world = World::new()
        .handle(move |_| said(&lines.pop()?))
        .or_else(honest.world());
    let asked = GatherOptions {
        server: SERVER.to_owned(),
        ..GatherOptions::default()
    };
    let (seen, _) = world.run_twice(Conversation::new(move |host| gather(host, &asked)));
    if let Ok(seen) = seen {
        let _ = judge(&Evidence {
            server: Some(SERVER.to_owned()),
            exchanges: seen.exchanges,
            ..Evidence::default()
        });
    }
    let (begun, _) = world.run_twice(beginning(options()));
    if let Ok(Outcome::OpenBrowser { url, pending, .. }) = begun {
        assert!(url.starts_with("https://"), "{url}");
        let (ended, _) = world.run_twice(completion(pending.id, honest.approve(&url)));
        if let Ok(Outcome::SignedIn { tokens, .. }) = ended {
            let _ = world.run_twice(renewal(&tokens));
        }
    }
    assert_eq!(honest.0.borrow().codes_used_again, 0);
});

fn said(line: &str) -> Option<Response> {
    let (kind, rest) = line.split_at_checked(1)?;
    let with = |status, name: &str, value: &str, body: &str| {
        Some(answer(status, Headers::new().with(name, value), body))
    };
    match kind {
        "a" => with(401, "WWW-Authenticate", rest, ""),
        "f" => with(403, "WWW-Authenticate", rest, ""),
        "l" => with(302, "Location", rest, ""),
        "d" => with(200, "Content-Type", "application/json", rest),
        "e" => with(400, "Content-Type", "application/json", rest),
        "t" => with(200, "Content-Type", "text/event-stream", rest),
        "s" => with(503, "Retry-After", rest, rest),
        _ => None,
    }
}
