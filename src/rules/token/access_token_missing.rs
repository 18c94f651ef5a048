//! The token answer has no access token.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/access-token-missing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token answer has no access token",
    why: "The exchange seems to succeed, but there is nothing that the client could send to the MCP \
        server.",
    fix: "Answer with `access_token` and `token_type` at the top level of the JSON object.",
    cites: &[cite::RFC6749_TOKEN_RESPONSE],
    conformance: &["authorization-code-grant"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"id_token":"x","token_type":"Bearer"}
        "#
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
    let facts = reading
        .tokens
        .iter()
        .filter(|one| one.exchange.is_success())
        .filter_map(|one| {
            let document = one.answer.document()?;
            let view = &document.view;
            let odd = document.deviations_of("access_token").next().is_some();
            let absent = document.lacks("access_token") && view.error.is_none();
            let inside = view
                .nested_in
                .as_ref()
                .filter(|_| view.access_token.is_none());
            (odd || absent || inside.is_some()).then(|| {
                let received = match inside {
                    Some(member) => format!("inside of `{member}`"),
                    None => format!("members: {}", words::list(&view.members)),
                };
                Fact::at(one.index, "")
                    .member("access_token")
                    .received(received)
            })
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
