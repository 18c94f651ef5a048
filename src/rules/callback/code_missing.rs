//! The callback has neither a code nor an error.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "callback/code-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The callback has neither a code nor an error",
    why: "The browser came back, but there is nothing to exchange for a token. A response type other than \
        `code`, or a page that strips the query, is the usual reason.",
    fix: "Answer an authorization request with `code` and `state`, or with `error` and `state`. If a proxy \
        or a web page handles the redirect, let it keep the query.",
    cites: &[cite::RFC6749_AUTHORIZATION_RESPONSE],
    conformance: &["authorization-code-grant"],
    fails: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb&state=s
            < 200
            > POST http://127.0.0.1:5000/cb
            > state=s&code=&error=
            < 200
        "],
    passes: examples!["
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| one.callback.code.is_none() && one.callback.error.is_none())
        .map(|one| Fact::at(one.index, "").member("code"));
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
