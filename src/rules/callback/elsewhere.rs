//! The callback came to another address than the one that was asked for.

use super::expected;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/elsewhere",
    severity: Severity::Warning,
    party: Party::Client,
    title: "The callback came to another address than the one that was asked for",
    why: "A client must accept an answer only at the redirect URI of its request; another address may belong to \
        somebody else.",
    fix: "Use one redirect URI, without another redirect in between, and compare its scheme, host, port and path \
        with the request's.",
    cites: &[cite::RFC9700_MIX_UP, cite::RFC6749_REDIRECTION_ENDPOINT],
    conformance: &["authorization-code-grant"],
    fails: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb&state=s
            < 200
            > GET http://127.0.0.1:6000/cb?code=c&state=s
            < 200
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb&state=s
            < 200
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for one in &reading.callbacks {
        let asked =
            expected::request(reading, one).and_then(|request| request.parameter("redirect_uri"));
        let Some(asked) = asked.filter(|asked| !expected::is_hidden(asked)) else {
            continue;
        };
        looked = true;
        let received = one.callback.target.as_str();
        if !received.is_empty() && place(received) != place(asked) {
            facts.push(
                Fact::at(
                    one.index,
                    format!("The callback came to {received}, asked for was {asked}"),
                )
                .member("redirect_uri")
                .expected(asked)
                .received(received),
            );
        }
    }
    Verdict::of(looked, facts)
}
