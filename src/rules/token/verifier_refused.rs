//! The code verifier does not belong to the challenge.

use super::refusal;
use super::verifier;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/verifier-refused",
    severity: Severity::Error,
    party: Party::Client,
    title: "The code verifier does not belong to the challenge",
    why: "The token endpoint hashes `code_verifier` and compares it with the `code_challenge` of the \
        authorization request. A second sign-in that overwrote the stored verifier, or a wrong encoding, \
        makes them differ.",
    fix: "Store the verifier with the `state` of its own request and use it once; send the base64url SHA-256 of the \
        verifier without padding as challenge. If both are right, the authorization server must fix its check.",
    cites: &[
        cite::RFC7636_VERIFICATION,
        cite::RFC7636_VERIFIER_SENT,
        cite::MCP_CODE_PROTECTION,
    ],
    conformance: &["pkce-verifier-matches-challenge"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&code_verifier=v
            < 400
            < {"error":"invalid_grant","error_description":"PKCE verification failed"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&code_verifier=v
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
        .filter(|one| {
            let refused = refusal::of(reading, one);
            let differs = verifier::fits(reading, one) == Some(false);
            refused == Some(RULE.id) || (refused == Some(super::code_refused::RULE.id) && differs)
        })
        .map(|one| {
            let fact = Fact::at(one.index, "The token endpoint refuses the code verifier")
                .member("code_verifier")
                .received(refusal::said(reading, one));
            match verifier::fits(reading, one) {
                Some(true) => fact.party(Party::AuthorizationServer),
                _ => fact,
            }
        });
    Verdict::of(!reading.tokens.is_empty(), facts)
}
