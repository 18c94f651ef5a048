//! 400 instead of 401.

use crate::evidence::reading::Reading;
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/bad-request",
    severity: Severity::Error,
    party: Party::Server,
    title: "The server answers 400 where the token is missing or invalid",
    why: "A client starts signing in, or renews its token, on 401. A 400 ends the attempt with a message that \
        nobody can act on.",
    fix: "Answer 401 with WWW-Authenticate: Bearer where the token is missing, expired or invalid.",
    cites: &[cite::MCP_ERROR_HANDLING, cite::RFC6750_ERROR_CODES],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 400
            < {"error":"Missing Authorization header"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 400
            < {"jsonrpc":"2.0","error":{"code":-32600,"message":"Bad Request: Server not initialized"}}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in &reading.mcp {
        looked = true;
        let status = one.exchange.status();
        if matches!(status, 400 | 404 | 406 | 412 | 422)
            && reading.error(one.index).speaks_of(Subject::SignIn)
        {
            let when = if one.credential.is_some() {
                "a token that it refuses"
            } else {
                "a missing token"
            };
            let title = format!(
                "{} answers {when} with {status}, not 401",
                one.exchange.request.url
            );
            return Verdict::Fail(vec![
                Fact::at(one.index, title)
                    .expected("401")
                    .received(status.to_string()),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
