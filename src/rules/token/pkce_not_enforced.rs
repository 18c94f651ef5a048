//! The token endpoint does not verify PKCE.

use super::verifier;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/pkce-not-enforced",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token endpoint does not verify PKCE",
    why: "The exchange succeeded although the verifier does not belong to the challenge. Whoever steals a \
        code can use it.",
    fix: "Compare the hash of `code_verifier` with the stored challenge, and refuse the code with \
        `invalid_grant` where it differs or is missing.",
    cites: &[cite::RFC7636_VERIFICATION, cite::MCP_CODE_PROTECTION],
    fails: examples![
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
            < 200
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&code_verifier=wrong
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
            < 200
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .issued()
        .filter(|one| verifier::fits(reading, one) == Some(false))
        .map(|one| Fact::at(one.index, "").member("code_verifier"));
    Verdict::of(reading.issued().next().is_some(), facts)
}
