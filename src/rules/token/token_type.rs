//! The token answer's `token_type` is missing or unknown.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/token-type",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The token answer's `token_type` is missing or unknown",
    why: "A client must not use a token whose type it does not understand, and strict clients refuse an \
        answer without a type.",
    fix: "Answer with `\"token_type\": \"Bearer\"`, or `\"DPoP\"` where the token is bound.",
    cites: &[
        cite::RFC6749_TOKEN_RESPONSE,
        cite::RFC6749_TOKEN_TYPE,
        cite::RFC9449_TOKEN_RESPONSE,
    ],
    conformance: &["authorization-code-grant"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"mac"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.issued().filter_map(|one| {
        let document = one.answer.document()?;
        let proof = one.exchange.request.headers.has("dpop");
        let found = document.view.token_type.as_deref();
        let known = |name: &str| found.is_some_and(|found| found.eq_ignore_ascii_case(name));
        // An identity assertion grant comes with `N_A` on purpose (enterprise-managed authorization §4.2).
        let assertion = known("N_A") && document.view.issued_token_type.is_some();
        let fact = |title: String| {
            Fact::at(one.index, title)
                .member("token_type")
                .expected("Bearer")
        };
        match found {
            None if document.lacks("token_type") => {
                Some(fact("The token answer has no `token_type`".to_owned()))
            }
            Some(_) if known("bearer") && proof => Some(
                fact("The token is not bound although a DPoP proof was sent".to_owned())
                    .expected("DPoP")
                    .received("Bearer")
                    .severity(Severity::Warning),
            ),
            Some(found) if !known("bearer") && !known("dpop") && !assertion => {
                Some(fact(format!("`token_type` is `{found}`")).received(found))
            }
            _ => None,
        }
    });
    Verdict::of(reading.issued().next().is_some(), facts)
}
