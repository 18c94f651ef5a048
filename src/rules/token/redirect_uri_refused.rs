//! The token request has a different redirect URI.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/redirect-uri-refused",
    severity: Severity::Error,
    party: Party::Client,
    title: "The token request has a different redirect URI",
    why: "The token endpoint compares the two and refuses the code when they differ, or when it is \
        missing.",
    fix: "Send the very same `redirect_uri` in both requests.",
    cites: &[cite::RFC6749_TOKEN_REQUEST, cite::RFC6749_TOKEN_ERROR],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb
            < 400
            < {"error":"invalid_grant","error_description":"redirect_uri does not match"}
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb
            < 400
            < {"error":"unauthorized_client","error_description":"unexpected redirect URI"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.tokens.iter().filter_map(|one| {
        let refused = refusal::of(reading, one)?;
        let asked = reading
            .authorization_before(one.index)
            .and_then(|request| request.parameter("redirect_uri"));
        let sent = one.parameter("redirect_uri");
        let differs = asked.is_some() && sent.is_some() && asked != sent;
        let told = refused == RULE.id;
        (told || (refused == super::code_refused::RULE.id && differs)).then(|| {
            Fact::at(one.index, "The token endpoint refuses the redirect URI")
                .member("redirect_uri")
                .expected_if(asked)
                .received(sent.map_or_else(|| refusal::said(reading, one), str::to_owned))
        })
    });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
