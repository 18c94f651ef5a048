//! The address is no MCP endpoint.

use super::words;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

/// See `title`.
pub static RULE: Rule = Rule {
    id: "contact/not-found",
    rows: &[11],
    severity: Severity::Error,
    party: Party::User,
    title: "The address is not an MCP endpoint",
    why: text!(
        "Nothing at this path takes MCP messages, so no challenge comes and a client has nothing to start from."
    ),
    fix: text!(
        "Use the address from the server's documentation (often ending in /mcp or /sse). The operator: accept \
        POST there, and behind a proxy keep the path prefix."
    ),
    cites: &[cite::MCP_STREAMABLE_HTTP, cite::MCP_BACKWARD_COMPATIBILITY],
    fails: examples![
        r#"
            > POST https://mcp.example.com/api
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 404
            < Content-Type: text/html
            < <html>Not found</html>
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
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let is_post = |one: &&McpRequest| one.exchange.request.method == "POST";
    // A client of the old transport begins with a GET; one of the new gets a 405 for it from servers without a stream.
    let begins_by_get = !reading.mcp.iter().any(|one| is_post(&one));
    let asked = reading
        .mcp
        .iter()
        .filter(|one| is_post(one) || begins_by_get && matches!(one.exchange.status(), 404 | 410));
    // A page for people at the same address is no answer to MCP.
    let answers = |one: &&McpRequest| {
        let status = one.exchange.status();
        let page = one.exchange.request.method == "GET" && words::is_page(one.exchange);
        one.exchange.is_success() && !page || status == 401 || status == 403
    };
    let given = reading.server.as_deref().map(place);
    let answered = |url: &str| {
        let mut answering = reading.mcp.iter().filter(answers);
        // The refusal of another address says nothing of the one that the client was given.
        answering.any(|one| {
            let same = place(&one.exchange.request.url) == place(url);
            same || given != Some(place(url)) || one.exchange.is_success()
        })
    };
    let other = reading.mcp.iter().find(answers);
    let mut looked = false;
    let mut facts = Vec::new();
    for one in asked {
        looked = true;
        let status = one.exchange.status();
        let unknown_method = one
            .exchange
            .body()
            .is_some_and(|body| body.contains("-32601"));
        // A session that is over is answered 404 as well (MCP, transports, session management).
        let session = one.exchange.request.headers.has("mcp-session-id");
        let about_token = words::speak_of_sign_in(&reading.error(one.index));
        // A server of MCP says in JSON-RPC what is not acceptable; a page for people doesn't know events.
        let unacceptable = status == 406
            && one.exchange.response.is_some()
            && !one.exchange.body().unwrap_or_default().contains("jsonrpc");
        if !(matches!(status, 404 | 405 | 410 | 501) || unacceptable)
            || answered(&one.exchange.request.url)
            || unknown_method
            || session
            || about_token
        {
            continue;
        }
        let title = format!(
            "{} answers {} with {status}: it is not an MCP endpoint",
            one.exchange.request.url, one.exchange.request.method
        );
        let title = match other {
            Some(other) => format!("{title}, but {} is", other.exchange.request.url),
            None => title,
        };
        facts.push(
            Fact::at(one.index, title)
                .expected("200, or 401 with a challenge")
                .received(status.to_string()),
        );
    }
    facts.truncate(1);
    Verdict::of(looked, facts)
}
