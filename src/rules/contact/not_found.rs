//! The address is not an MCP endpoint.

use super::login_page;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::is_nothing_there;
use crate::evidence::step::McpRequest;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::rpc::Reply;

pub static RULE: Rule = Rule {
    id: "contact/not-found",
    severity: Severity::Error,
    party: Party::User,
    title: "The address is not an MCP endpoint",
    why: "Nothing at this path accepts MCP messages, so there is no challenge for a client to start from.",
    fix: "Use the address from the server's documentation (often ending in /mcp or /sse). The operator: accept \
        POST there, and behind a proxy keep the path prefix.",
    cites: &[cite::MCP_STREAMABLE_HTTP, cite::MCP_BACKWARD_COMPATIBILITY],
    fails: examples![
        r#"
            > POST https://mcp.example.com/api
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 404
            < Content-Type: text/html
            < <html>Not found</html>
        "#,
        r#"
            > POST https://mcp.example.com/api
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 200
            < Content-Type: text/html
            < <!doctype html><title>Welcome</title><h1>Hello</h1>
        "#,
        r#"
            > POST https://mcp.example.com/api
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 204
        "#,
        r#"
            > POST https://mcp.example.com/api
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 200
            < Content-Type: application/json
            < []
        "#,
        r#"
            server: https://mcp.example.com/prod
            > POST https://mcp.example.com/prod
            < 403
            < {"message":"Missing Authentication Token"}
        "#,
        "
            server: https://mcp.example.com/sse
            > POST https://mcp.example.com/sse
            < 405
            > POST https://mcp.example.com/mcp
            < 401
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        ",
        "
            > POST https://mcp.example.com/sse
            < 405
            > GET https://mcp.example.com/sse
            < 401
        ",
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::UseOtherAddress]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let is_post = |one: &McpRequest| one.exchange.request.method == "POST";
    // A client of the old transport begins with a GET; one of the new gets a 405 for it from servers without a stream.
    let begins_by_get = !reading.mcp.iter().any(is_post);
    let mut asked = reading
        .mcp
        .iter()
        .filter(|one| is_post(one) || begins_by_get && matches!(one.exchange.status(), 404 | 410))
        .peekable();
    let looked = asked.peek().is_some();
    let given = reading.server.as_deref().map(place);
    let is_given = |one: &McpRequest| given == Some(place(&one.exchange.request.url));
    let answering = || reading.mcp.iter().filter(|one| answers(one));
    let other = answering().next();
    // The refusal of another address says nothing of the one that the client was given.
    let given_answers = answering().any(|one| is_given(one) || one.exchange.is_success());
    let is_answered = |one: &McpRequest| match is_given(one) {
        true => given_answers,
        false => other.is_some(),
    };
    let found = asked.find(|one| is_no_endpoint(reading, one) && !is_answered(one));
    Verdict::of(looked, found.map(|one| fact(one, other)))
}

/// A page for people at the same address is not an answer to MCP.
fn answers(one: &McpRequest) -> bool {
    let page = one.exchange.request.method == "GET" && one.exchange.is_page();
    one.exchange.opens_stream()
        || one.is_answered() && !page && !is_something_else(one)
        || matches!(one.exchange.status(), 401 | 403) && !is_nothing_there(one.exchange)
}

/// A page that is not a login, plain text, or JSON of another kind: whatever answers is not an MCP server.
fn is_something_else(one: &McpRequest) -> bool {
    let page = one.exchange.is_success() && one.exchange.is_page();
    one.is_no_message() || page && !login_page::says_login(one.exchange)
}

fn is_no_endpoint(reading: &Reading, one: &McpRequest) -> bool {
    let status = one.exchange.status();
    let body = one.exchange.body().unwrap_or_default();
    // A session that is over is answered 404 as well (MCP, transports, session management).
    let told = reading.error(one.index);
    let session = one.exchange.request.headers.has("mcp-session-id") || told.says("session");
    // A gateway without such a route speaks of a token that it does not want.
    let no_route = status == 403 && is_nothing_there(one.exchange);
    let about_token = !no_route && reading.error(one.index).speaks_of(Subject::SignIn);
    // A server of MCP says in JSON-RPC what is not acceptable; a page for people doesn't know events.
    let unacceptable =
        status == 406 && one.exchange.response.is_some() && !body.contains("jsonrpc");
    let refused = is_nothing_there(one.exchange) || matches!(status, 405 | 501) || unacceptable;
    (refused || is_something_else(one)) && !body.contains("-32601") && !session && !about_token
}

fn fact(one: &McpRequest, other: Option<&McpRequest>) -> Fact {
    let (status, request) = (one.exchange.status(), &one.exchange.request);
    let what = match one.exchange.is_success() {
        false => status.to_string(),
        true if one.exchange.is_page() => "a web page".to_owned(),
        true if one.reply() == Reply::Empty => "nothing".to_owned(),
        true => "something that is not a JSON-RPC message".to_owned(),
    };
    let title = format!(
        "{} answers {} with {what}: it is not an MCP endpoint",
        request.url, request.method
    );
    let title = match other {
        Some(other) => format!("{title}, but {} is", other.exchange.request.url),
        None => title,
    };
    Fact::at(one.index, title)
        .expected("200, or 401 with a challenge")
        .received(what)
}
