//! The token endpoint does not work.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/endpoint-failing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token endpoint does not work",
    why: "The person gave consent, but the code can't be exchanged: the address does not exist, does not accept \
        POST, or fails.",
    fix: "Fix the endpoint, or publish its real address as `token_endpoint`. It must accept POST with a form-encoded \
        body.",
    cites: &[
        cite::RFC6749_TOKEN_ENDPOINT,
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC8414_METADATA,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 404
            < Content-Type: text/plain
            < Not found
        ",
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 500
            < {"error":"internal"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_id=x
            < 400
            < {"error":"server_error"}
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
    ways: |_| Ways::NONE.then(&[ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .tokens
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(RULE.id))
        .map(|one| {
            let url = place(&one.exchange.request.url);
            let status = one.exchange.status();
            Fact::at(
                one.index,
                format!("The token endpoint {url} answers {status}"),
            )
            .expected("200 with tokens, or 400 with an error in JSON")
            .received(refusal::said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
