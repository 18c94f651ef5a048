//! The token endpoint reports an error with status 200.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/error-in-success",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token endpoint reports an error with status 200",
    why: "Clients treat the answer as a success and then miss the access token, so the real reason is not shown.",
    fix: "Send errors with status 400, or 401 where client authentication failed. The `error` in the \
        answer says what is really wrong.",
    cites: &[cite::RFC6749_TOKEN_ERROR],
    conformance: &["authorization-code-grant"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"error":"bad_verification_code"}
        "#,
        r#"
            > POST https://slack.com/api/oauth.v2.user.access
            < 200
            < {"ok":false,"error":"invalid_code"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"invalid_grant"}
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
            let view = one
                .answer
                .view()
                .filter(|view| view.access_token.is_none())?;
            let error = view.error.clone()?;
            let status = one.exchange.status();
            Some(
                Fact::at(
                    one.index,
                    format!("The token endpoint answers {status} with the error `{error}`"),
                )
                .member("error")
                .expected("400 or 401")
                .received(status.to_string()),
            )
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
