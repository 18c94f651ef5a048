//! The token answer is not JSON.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::TokenRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::token::Encoding;

pub static RULE: Rule = Rule {
    id: "token/not-json",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token answer is not JSON",
    why: "Clients parse the answer as JSON and fail with a syntax error, although the sign-in succeeded.",
    fix: "Answer with `application/json`. A client should send `Accept: application/json`, which GitHub \
        and others need, and may read a form-encoded answer by its Content-Type.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE, cite::RFC6749_TOKEN_ERROR],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < Content-Type: application/x-www-form-urlencoded
            < access_token=t&token_type=bearer
        ",
        "
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < Content-Type: text/html
            < <html>
        ",
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 400
            < Content-Type: text/plain
            < Something went wrong
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.tokens.iter().filter_map(|one| {
        let succeeded = one.exchange.is_success();
        let received = match &one.answer {
            Answer::Unreadable(kind) if succeeded => words::described(kind),
            Answer::Unreadable(kind) if refusal::of(reading, one) == Some(RULE.id) => {
                words::described(kind)
            }
            Answer::Document(document) if document.view.encoding == Encoding::Form => {
                "a form-encoded body".to_owned()
            }
            Answer::Unseen if succeeded => return told(reading, one),
            _ => return None,
        };
        let accept = one.exchange.request.headers.get("accept");
        let asked = accept.is_some_and(|accept| accept.contains("json"));
        let form = received.starts_with("a form");
        let fact = Fact::at(
            one.index,
            format!("The token endpoint answers with {received}"),
        )
        .member("Content-Type")
        .expected("application/json")
        .received(received);
        Some(if form && !asked {
            fact.party(Party::Client)
        } else {
            fact
        })
    });
    Verdict::of(!reading.tokens.is_empty(), facts)
}

/// The body was not seen, but the client that read it last says that it is not JSON.
fn told(reading: &Reading, one: &TokenRequest) -> Option<Fact> {
    let last = one.index + 1 == reading.evidence.exchanges.len();
    (last && reading.claimed(RULE.id)).then(|| {
        Fact::at(one.index, "The client cannot read the token answer as JSON")
            .expected("application/json")
            .inferred()
    })
}
