//! The client may not use this flow.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/client-not-authorized",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The client may not use this flow",
    why: "The authorization server knows the client but does not let it use the authorization code flow.",
    fix: "Allow the authorization code grant and the response type `code` for this client in the \
        authorization server's settings.",
    cites: &[cite::RFC6749_AUTHORIZATION_ERROR],
    conformance: &["authorization-code-grant"],
    fails: examples![
        "
            > GET http://127.0.0.1:5000/cb?error=unauthorized_client&state=s
            < 200
        ",
        r#"
            > GET http://127.0.0.1:5000/cb?error=unsupported_response_type&state=s
            < 200
        "#,
    ],
    passes: examples![
        "
            > GET http://127.0.0.1:5000/cb?code=c&state=s
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(one.index, "").member("error")
    })
}
