//! The server is down, or a gateway has none behind it.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::McpRequest;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::edge::signs;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/upstream-down",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server is down, or a gateway in front of it gets no answer",
    why: "With 502 and 504 a proxy or load balancer says that the server behind it is not running or does not answer in \
        time; 503 says that it is down or overloaded for now. The request never got as far as a sign-in.",
    fix: "Start the MCP server and see that the proxy in front of it has the right host and port; the proxy's log \
        names the upstream that failed. Then diagnose again.",
    cites: &[cite::RFC9110_SERVER_ERROR],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 502
            < Content-Type: text/html
            < <html><h1>502 Bad Gateway</h1>nginx</html>
        ",
        "
            > POST https://mcp.example.com/mcp
            < 503
        ",
        "
            > POST https://mcp.example.com/mcp
            < 522
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 500
        ",
        r#"
            > POST https://mcp.example.com/mcp
            < 503
            < {"error":"invalid_token"}
        "#,
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut down = reading.mcp.iter().filter(|one| says_so(reading, one));
    let found = down.find(|one| !reading.goes_through_later(one.index));
    let fact = found.map(|one| {
        let status = one.exchange.status();
        let url = &one.exchange.request.url;
        let title =
            format!("{url} answers {status}: the server is down or gives the gateway no answer");
        let fact = Fact::at(one.index, title).received(status.to_string());
        // It says itself that it will be back.
        match header(one.exchange, "retry-after").value() {
            Some(_) => fact.ways(Ways::first(&[ActionKind::RetryLater])),
            None => fact,
        }
    });
    Verdict::of(!reading.mcp.is_empty(), fact)
}

/// Whether an answer says that the server is unavailable now, a gateway's that gets none from it or its own, and not about the sign-in (RFC
/// 9110 §15.6.3 to §15.6.5; 520 to 527 and 530 are Cloudflare's).
#[must_use]
pub fn says_so(reading: &Reading, one: &McpRequest) -> bool {
    matches!(one.exchange.status(), 502..=504 | 520..=527 | 530)
        && !reading.error(one.index).speaks_of(Subject::SignIn)
        && signs::of(one.exchange).is_none()
}
