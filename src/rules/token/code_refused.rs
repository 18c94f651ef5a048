//! The code is refused.

use super::refusal;
use super::verifier;
use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/code-refused",
    severity: Severity::Error,
    party: Party::Client,
    title: "The code is refused",
    why: "A code is valid once, for a minute or so, and for one client. A retry, a slow exchange, a second \
        tab, or a wrong verifier or redirect URI makes it worthless.",
    fix: "Start the sign-in again and let the client exchange the code immediately and only once, with the verifier \
        and the redirect URI of the same request. If it fails each time, compare the clocks of the servers.",
    cites: &[
        cite::RFC6749_TOKEN_ERROR,
        cite::RFC6749_AUTHORIZATION_RESPONSE,
        cite::RFC7636_VERIFICATION,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 400
            < {"error":"invalid_grant","error_description":"Code expired"}
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
    let explained = |one: &TokenRequest| {
        let asked = reading
            .authorization_before(one.index)
            .and_then(|request| request.parameter("redirect_uri"));
        let sent = one.parameter("redirect_uri");
        verifier::fits(reading, one) == Some(false)
            || (asked.is_some() && sent.is_some() && asked != sent)
    };
    let facts = reading
        .tokens
        .iter()
        .filter(|one| refusal::of(reading, one) == Some(RULE.id) && !explained(one))
        .map(|one| {
            let again = is_used_again(reading, one);
            let title = if again {
                "The code is refused; it was sent before"
            } else {
                "The token endpoint refuses the code"
            };
            Fact::at(one.index, title)
                .member("code")
                .received(refusal::said(reading, one))
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}

fn is_used_again(reading: &Reading, one: &TokenRequest) -> bool {
    let code = one.parameter("code");
    code.is_some()
        && reading
            .tokens
            .iter()
            .any(|other| other.index < one.index && other.parameter("code") == code)
}
