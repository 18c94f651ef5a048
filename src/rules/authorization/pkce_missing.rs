//! The authorization server demands PKCE and the client does not send it.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/pkce-missing",
    severity: Severity::Error,
    party: Party::Client,
    title: "The authorization server demands PKCE and the client does not send it",
    why: "MCP clients must use PKCE with S256; without a challenge anyone could use a stolen code, so the server \
        refuses.",
    fix: "Send `code_challenge` and `code_challenge_method=S256` in the authorization request and \
        `code_verifier` in the token request.",
    cites: &[cite::RFC7636_PKCE_ERROR, cite::RFC7636_CHALLENGE_SENT, cite::MCP_CODE_PROTECTION],
    fails: examples![r#"
            > GET https://auth.example.com/authorize?client_id=c&response_type=code
            < 400
            < {"error":"invalid_request","error_description":"code_challenge is required"}
        "#],
    passes: examples!["
            > GET https://auth.example.com/authorize?client_id=c&response_type=code&code_challenge=x&code_challenge_method=S256
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let method = one.parameter("code_challenge_method");
        Fact::at(one.index, "")
            .member("code_challenge")
            .expected("code_challenge with S256")
            .received_if(method.map(|method| format!("code_challenge_method={method}")))
    })
}
