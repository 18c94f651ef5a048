//! An error about a token that was not sent.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "challenge/error-without-token",
    severity: Severity::Info,
    party: Party::Server,
    title: "The challenge reports an error although no token was sent",
    why: "Harmless for most clients; some read invalid_token as an expired login and delete what they have stored.",
    fix: "Leave error out of the challenge where the request had no token.",
    cites: &[cite::RFC6750_ERROR_CODES],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer error="invalid_token", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer realm="x"
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading.unauthorized() {
        let Some(challenge) = one.challenge() else {
            continue;
        };
        looked = true;
        if let Some(error) = challenge.param("error") {
            return Verdict::Fail(vec![
                Fact::at(one.index, "")
                    .member("error")
                    .received(error.to_owned()),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
