//! The client sends no PKCE challenge.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "authorization/pkce-not-sent",
    severity: Severity::Warning,
    party: Party::Client,
    title: "The client sends no PKCE challenge",
    why: "Every MCP client must use PKCE. Without it a code that leaks can be exchanged by anyone, and servers that \
        follow OAuth 2.1 refuse.",
    fix: "Send `code_challenge` and `code_challenge_method=S256`.",
    cites: &[cite::MCP_CODE_PROTECTION, cite::RFC7636_CHALLENGE_SENT],
    conformance: &["pkce-code-challenge-sent", "pkce-s256-method-used"],
    fails: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c
            < 200
        ", "
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&code_challenge=x&code_challenge_method=plain
            < 200
        "],
    passes: examples!["
            > GET https://auth.example.com/authorize?response_type=code&client_id=c&code_challenge=x&code_challenge_method=S256
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .authorizations
        .iter()
        .filter(|one| one.parameter("response_type").is_some())
        .filter(|one| one.parameter("request_uri").is_none() && one.parameter("request").is_none())
        .filter_map(|one| {
            let method = match (
                one.parameter("code_challenge"),
                one.parameter("code_challenge_method"),
            ) {
                (None, _) => "no code_challenge",
                (Some(_), Some("S256")) => return None,
                (Some(_), _) => "plain",
            };
            Some(
                Fact::at(one.index, "")
                    .member("code_challenge_method")
                    .expected("S256")
                    .received(method),
            )
        })
        .take(1);
    Verdict::of(!reading.authorizations.is_empty(), facts)
}
