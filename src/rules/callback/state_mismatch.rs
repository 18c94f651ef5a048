//! The callback's state is not the one that was sent.

use super::expected;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/state-mismatch",
    severity: Severity::Error,
    party: Party::Client,
    title: "The callback's state is not the one that was sent",
    why: "The answer belongs to another sign-in: a second tab, an older attempt, another program that \
        listens on the same port, or an attack. A client must drop it.",
    fix: "Start the sign-in again, in one tab only, and make sure that no other client listens on the callback's \
        port. An authorization server must return `state` unchanged.",
    cites: &[
        cite::MCP_OPEN_REDIRECTION,
        cite::RFC6749_AUTHORIZATION_RESPONSE,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&state=first
            < 200
            > GET http://127.0.0.1:5000/cb?code=c&state=second
            < 200
        "
    ],
    passes: examples![
        "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&state=first
            < 200
            > GET http://127.0.0.1:5000/cb?code=c&state=first
            < 200
        ",
        "
            > GET https://mcp.example.com/authorize?response_type=code&client_id=c&state=first&redirect_uri=http://127.0.0.1:5000/cb
            < 302
            < Location: https://login.example.com/authorize?client_id=mcp&state=own&redirect_uri=https://mcp.example.com/back
            > GET https://login.example.com/authorize?client_id=mcp&state=own&redirect_uri=https://mcp.example.com/back
            < 302
            < Location: https://mcp.example.com/back?code=u&state=own
            > GET https://mcp.example.com/back?code=u&state=own
            < 302
            < Location: http://127.0.0.1:5000/cb?code=c&state=first
            > GET http://127.0.0.1:5000/cb?code=c&state=first
            < 200
        ",
        "
            > GET /authorize?response_type=code&client_id=c&state=first&redirect_uri=http://127.0.0.1:5000/cb
            < 302
            > GET /back?code=u&state=own
            < 302
            > GET http://127.0.0.1:5000/cb?code=c&state=first
            < 200
        "
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for one in &reading.callbacks {
        let sent = expected::request(reading, one).and_then(|request| request.parameter("state"));
        let (Some(sent), Some(received)) = (sent, &one.callback.state) else {
            continue;
        };
        if expected::is_hidden(sent) || expected::is_hidden(received.reveal()) {
            continue;
        }
        looked = true;
        if !received.matches(sent) {
            facts.push(Fact::at(one.index, "").member("state"));
        }
    }
    Verdict::of(looked, facts)
}
