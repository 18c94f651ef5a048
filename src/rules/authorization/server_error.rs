//! The authorization endpoint fails.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/server-error",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization endpoint fails",
    why: "The error is in the authorization server; no client can fix it.",
    fix: "Try again later and tell the operator of the authorization server the time and the answer. If it \
        fails for one client only, compare its request with that of one that works, for example without \
        `resource`.",
    cites: &[
        cite::RFC6749_AUTHORIZATION_ERROR,
        cite::RFC9110_SERVER_ERROR,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?client_id=c
            < 500
            < Internal Server Error
        ",
        "
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/callback?code=c&state=s
            < 500
            < Internal Server Error
        ",
        "
            > GET http://127.0.0.1:5000/cb?error=temporarily_unavailable&state=s
            < 200
        ",
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?client_id=c
            < 200
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let status = reading.exchange(one.index).map_or(0, Exchange::status);
        if status < 500 {
            return Fact::at(one.index, "").member("error");
        }
        let place = match reading.steps.get(one.index) {
            Some(Step::Callback) => "The server's own callback",
            Some(Step::AuthorizationPage) => "A page of the authorization",
            _ => "The authorization endpoint",
        };
        Fact::at(one.index, format!("{place} answers {status}"))
            .received(format!("{status} {}", one.error.shown()))
    })
}
