//! The code does not come in the query.

use super::expected;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::callback::ResponseMode;

pub static RULE: Rule = Rule {
    id: "callback/response-mode",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The code does not come in the query",
    why: "A client that asked for nothing else waits for the code in the query of the redirect. A fragment \
        never reaches its listener, and a POST is answered with 405.",
    fix: "Return the code in the query unless the client asks for another `response_mode`.",
    cites: &[cite::RFC6749_AUTHORIZATION_RESPONSE, cite::FORM_POST_RESPONSE_MODE],
    fails: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 302
            < Location: http://127.0.0.1:5000/cb#code=c&state=s
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb
            < 302
            < Location: http://127.0.0.1:5000/cb?code=c&state=s
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .callbacks
        .iter()
        .filter(|one| {
            let asked = expected::request(reading, one)
                .and_then(|request| request.parameter("response_mode"));
            asked.is_none_or(|mode| mode == "query")
        })
        .filter_map(|one| {
            let received = match one.callback.mode {
                ResponseMode::Query => return None,
                ResponseMode::Fragment => "the fragment",
                ResponseMode::FormPost => "a POST",
            };
            Some(
                Fact::at(one.index, format!("The answer comes in {received}"))
                    .expected("the query")
                    .received(received),
            )
        });
    Verdict::of(!reading.callbacks.is_empty(), facts)
}
