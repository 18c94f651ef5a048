//! Signed in means proven: the server refuses the request without the token and accepts it with it.

use crate::support::honest::{
    Honest, SERVER, answer, beginning, completion, completion_of, kept, opened, refusal,
    resource_metadata, server_metadata, signed_in, unproven,
};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::flow::after::proof::{Proof, Status};
use mcp_auth_doctor::flow::outcome::Outcome;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::http::{Headers, Request, Response};
use mcp_auth_doctor::report::judge;
use mcp_auth_doctor::{evidence::Evidence, flow::outcome::Concluded};
use serde_json::json;

const TOOLS: &str = r#"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"},{"name":"b"}]}}"#;
const INITIALIZED: &str =
    r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{}}}"#;

fn has_token(request: &Request) -> bool {
    request.headers.has("authorization")
}

fn says(request: &Request, method: &str) -> bool {
    let body = request.body.as_deref().unwrap_or_default();
    body.contains(&format!("\"{method}\""))
}

fn challenged() -> Response {
    let metadata = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
    let value = format!("Bearer resource_metadata=\"{metadata}\"");
    answer(401, Headers::new().with("WWW-Authenticate", value), "")
}

fn mcp(request: &Request) -> Response {
    match () {
        () if says(request, "tools/list") => answer(200, json_headers(), TOOLS),
        () if says(request, "initialize") => answer(
            200,
            json_headers().with("Mcp-Session-Id", "s1"),
            INITIALIZED,
        ),
        () => answer(202, Headers::new(), ""),
    }
}

/// An MCP server that answers so, and an honest authorization server.
fn world(honest: &Honest, server: impl Fn(&Request) -> Response + 'static) -> World {
    World::new()
        .handle(move |request| (request.url == SERVER).then(|| server(request)))
        .or_else(honest.world())
}

fn ended(
    server: impl Fn(&Request) -> Response + 'static,
) -> (World, Result<Outcome, mcp_auth_doctor::flow::outcome::Stop>) {
    let honest = Honest::default();
    let mut world = world(&honest, server);
    let (url, pending) = opened(&mut world);
    let ended = world.run(completion(pending.id, honest.approve(&url)));
    (world, ended)
}

fn proof(server: impl Fn(&Request) -> Response + 'static) -> Proof {
    match ended(server).1 {
        Ok(Outcome::SignedIn { proof, .. }) => proof,
        other => panic!("{other:?}"),
    }
}

#[test]
fn refused_without_the_token_and_accepted_with_it_is_proven_with_the_number_of_tools() {
    let protected = |request: &Request| match has_token(request) {
        true => mcp(request),
        false => challenged(),
    };
    let proven = Proof {
        status: Status::Proven,
        tools: Some(2),
        undecided: None,
    };
    assert_eq!(proof(protected), proven);
}

#[test]
fn a_handshake_for_everybody_with_tools_behind_the_token_is_proven_too() {
    let tools_only = |request: &Request| match says(request, "tools/list") && !has_token(request) {
        true => challenged(),
        false => mcp(request),
    };
    assert_eq!(proof(tools_only).status, Status::Proven);
}

#[test]
fn accepted_with_and_without_is_never_proven() {
    let honest = Honest::default();
    let mut before = honest.world();
    let (url, pending) = opened(&mut before);
    let mut open = world(&honest, mcp);
    open.store.clone_from(&before.store);
    let ended = open.run(completion_of(pending, honest.approve(&url)));
    assert!(
        matches!(ended, Ok(Outcome::SignedIn { proof, .. }) if proof.status == Status::NotEnforced),
    );
}

#[test]
fn an_answer_that_is_neither_a_result_nor_a_refusal_decides_nothing_and_is_named() {
    let json = || Headers::new().with("Content-Type", "application/json");
    let error = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"broken"}}"#;
    for (status, body) in [
        (503, "busy"),
        (404, "nothing here"),
        (200, "{}"),
        (200, error),
    ] {
        let failing = move |request: &Request| match has_token(request) {
            true => answer(status, json(), body),
            false => challenged(),
        };
        let undecided = Proof {
            undecided: Some(status),
            ..Proof::default()
        };
        assert_eq!(proof(failing), undecided, "{status} {body}");
    }
}

#[test]
fn no_tool_is_called_and_each_session_that_was_opened_is_closed() {
    let (world, _) = ended(|request| match has_token(request) {
        true => mcp(request),
        false => challenged(),
    });
    let bodies = world.sent.iter().filter_map(|(_, one)| one.body.as_deref());
    assert!(!bodies.into_iter().any(|body| body.contains("tools/call")));
    let sent = |method: &str| {
        let to_server = world.sent.iter().filter(|(_, one)| one.url == SERVER);
        to_server.filter(|(_, one)| one.method == method).count()
    };
    assert_eq!(sent("DELETE"), 1);
}

#[test]
fn a_token_that_is_refused_is_told_as_such_and_not_kept() {
    let (world, ended) = ended(|_| challenged());
    assert!(matches!(
        refusal(ended),
        Refusal::StillUnauthorized { status: 401, .. }
    ));
    assert_eq!(kept(&world), None);
}

#[test]
fn a_token_that_lacks_a_scope_is_refused_and_kept_for_a_step_up() {
    let (world, ended) = ended(|request| match has_token(request) {
        true => {
            let value = r#"Bearer error="insufficient_scope", scope="mcp:write""#;
            answer(403, Headers::new().with("WWW-Authenticate", value), "")
        }
        false => challenged(),
    });
    assert!(matches!(
        refusal(ended),
        Refusal::StillUnauthorized { status: 403, scope: Some(scope), .. } if scope == "mcp:write"
    ));
    assert!(kept(&world).is_some());
}

#[test]
fn the_report_of_a_refused_token_is_the_one_that_a_token_brought_by_hand_gets() {
    let honest = Honest::default();
    let mut world = world(&honest, |_| challenged());
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    let concluded = world.run(mcp_auth_doctor::flow::host::Conversation::new(
        move |host| {
            let waiting = mcp_auth_doctor::flow::sign_in::Waiting::Kept(pending.id.clone());
            Concluded::of(host, |host| {
                mcp_auth_doctor::flow::sign_in::complete(host, waiting, Some(callback.clone()))
            })
        },
    ));
    let report = judge(&Evidence {
        server: Some(SERVER.to_owned()),
        exchanges: concluded.exchanges,
        refusal: Some(refusal(concluded.result)),
        ..Evidence::default()
    });
    let cause = report.cause.unwrap_or_else(|| panic!("no cause"));
    // The server asks for a token as if there had been none.
    assert_eq!(cause.rule, "access/token-not-seen");
}

#[test]
fn without_a_proof_nothing_is_asked_of_the_server() {
    let honest = Honest::default();
    let mut world = world(&honest, |_| challenged());
    let Ok(Outcome::OpenBrowser { url, pending, .. }) = world.run(beginning(unproven())) else {
        panic!("no browser");
    };
    let before = world.sent.len();
    let ended = world.run(completion(pending.id, honest.approve(&url)));
    assert!(
        matches!(ended, Ok(Outcome::SignedIn { proof, .. }) if proof == Proof::default()),
        "not tried"
    );
    assert_eq!(world.sent.len() - before, 1, "the token request alone");
}

#[test]
fn a_sign_in_to_a_server_of_the_newest_revision_is_proven_in_its_own_dialect() {
    let honest = Honest::default();
    let stateless = |request: &Request| match () {
        () if says(request, "initialize") => answer(
            400,
            json_headers(),
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32020,"message":"version"}}"#,
        ),
        () if !has_token(request) => challenged(),
        () if says(request, "tools/list") => answer(200, json_headers(), TOOLS),
        () => answer(
            200,
            json_headers(),
            &json!({ "jsonrpc": "2.0", "id": 1, "result": {} }).to_string(),
        ),
    };
    let mut world = World::new()
        .handle(move |request| (request.url == SERVER).then(|| stateless(request)))
        .or_else(honest.world_with(resource_metadata(), server_metadata()));
    signed_in(&honest, &mut world);
    assert!(
        !world
            .sent
            .iter()
            .any(|(_, one)| says(one, "notifications/initialized"))
    );
}
