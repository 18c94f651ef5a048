//! 403 instead of 401.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::is_nothing_there;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::challenge::api_key;
use crate::rules::edge::signs;
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/forbidden",
    severity: Severity::Error,
    party: Party::Server,
    alternatives: &[(
        "edge/blocked",
        "Send the same request with curl from another network: if it is answered 401, an edge in front of the server blocks this client.",
    )],
    title: "The server answers 403 to a request without a token",
    why: "403 means that the caller is known and not allowed; a client does not start signing in for it. Only 401 \
        with a challenge does that.",
    fix: "Answer 401 with WWW-Authenticate where the token is missing or invalid, and 403 only where a valid token \
        is not enough. If the Origin header is refused, allow the client's origin.",
    cites: &[
        cite::MCP_ERROR_HANDLING,
        cite::RFC9110_FORBIDDEN,
        cite::MCP_TRANSPORT_SECURITY,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 403
            < {"error":"Not authenticated"}
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        ",
        r#"
            > POST https://mcp.example.com/mcp
            < 403
            < WWW-Authenticate: Bearer error="insufficient_scope", scope="a"
        "#,
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::AllowAtEdge]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading.unauthenticated() {
        looked = true;
        let lacks_scope = one
            .challenge()
            .is_some_and(|one| one.param("error") == Some("insufficient_scope"))
            || one.hides_credential() && reading.error(one.index).is("insufficient_scope");
        let is_accounted = signs::of(one.exchange).is_some()
            || api_key::asks(reading, one)
            || is_nothing_there(one.exchange);
        if one.exchange.status() != 403 || lacks_scope || is_accounted {
            continue;
        }
        let url = &one.exchange.request.url;
        let fact = match one.exchange.request.headers.get("origin") {
            Some(origin) => Fact::at(one.index, format!("{url} answers 403 to a request from {origin}: the origin is refused, or the missing token"))
                .member("Origin"),
            None if one.hides_credential() => Fact::at(one.index, format!("{url} answers 403")),
            None => Fact::at(one.index, format!("{url} answers 403 to a request without a token, not 401")),
        };
        let fact = fact
            .expected("401 with WWW-Authenticate: Bearer")
            .received(words::answered(one.exchange, reading.error(one.index)));
        let explained = one
            .exchange
            .body()
            .is_some_and(|body| !body.trim().is_empty());
        // Some clients act on a challenge whatever the status, as this tool does.
        let fact = match one.challenge().is_some() {
            true => fact.severity(Severity::Warning),
            false => fact,
        };
        // What says why has seen the request: it is not an edge in front of the server.
        return Verdict::Fail(vec![match explained && !one.hides_credential() {
            true => fact.ways(Ways::NONE),
            false => fact.inferred(),
        }]);
    }
    Verdict::of(looked, Vec::new())
}
