//! A server error instead of a challenge.

use super::upstream_down;
use crate::evidence::reading::Reading;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::edge::signs;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/server-error",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server fails with an error of its own",
    why: "A server error instead of a 401 looks like an outage, so a client does not start signing in.",
    fix: "Make the authentication check answer 401 with WWW-Authenticate before the request reaches code that needs \
        a token; the server's log shows the error itself.",
    cites: &[cite::MCP_ERROR_HANDLING, cite::RFC9110_SERVER_ERROR],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 500
            < {"error":"MCP request failed"}
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer expired
            < 500
            < {"error":"server_error","error_description":"Internal Server Error"}
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        looked = true;
        if upstream_down::says_so(reading, one) {
            continue;
        }
        let status = one.exchange.status();
        // With a token, a gateway's error is an outage; the server's own is one where it never goes away.
        let with_token = one.credential.is_some();
        let own = status == 500 && !reading.goes_through_later(one.index);
        if with_token && !own && !reading.error(one.index).speaks_of(Subject::SignIn) {
            continue;
        }
        if (500..600).contains(&status) && status != 501 && signs::of(one.exchange).is_none() {
            let url = &one.exchange.request.url;
            let is_hidden = one.hides_credential();
            let title = match (with_token, is_hidden) {
                (true, _) => format!("{url} answers {status} to a request with a token"),
                (false, true) => format!("{url} answers {status}"),
                (false, false) => format!("{url} answers {status} where 401 is due"),
            };
            let fact = Fact::at(one.index, title).received(status.to_string());
            return Verdict::Fail(vec![match with_token || is_hidden {
                true => fact.inferred(),
                false => fact.expected("401 with WWW-Authenticate: Bearer"),
            }]);
        }
    }
    Verdict::of(looked, Vec::new())
}
