//! The server answers as if no token had been sent.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/token-not-seen",
    severity: Severity::Error,
    party: Party::Server,
    alternatives: &[(
        "access/token-refused",
        "Look into the log of the MCP server: if it names a request with a token, the token arrived and was refused.",
    )],
    title: "The server answers as if no credential had been sent",
    why: "The answer is the same as without a credential, so the header that carries it was probably lost: \
        a proxy or gateway strips it, a redirect dropped it, or a middleware reads another header. Some servers answer \
        a wrong credential in this way too.",
    fix: "Let every proxy in front of the server pass the header on, usually `Authorization`, and publish the address that \
        answers without a redirect. If the header does arrive, say why it is refused: `error` and `error_description` in the challenge.",
    cites: &[cite::RFC6750_ERROR_CODES, cite::MCP_TOKEN_REQUIREMENTS],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/meta"
        "#
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, &|one| {
        let status = one.exchange.status();
        let title = format!(
            "The server answers {status} to a request with {}, as to one without",
            refusal::kind(one)
        );
        let fact = Fact::at(one.index, title).member("Authorization");
        // A token that was issued a moment ago is not known to be wrong.
        let credential = one.credential.as_ref();
        match credential.and_then(|credential| credential.issued_by) {
            Some(_) => fact,
            None => fact.inferred(),
        }
    })
}
