//! A token for another audience is accepted.

use super::intended;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/foreign-token-accepted",
    severity: Severity::Warning,
    party: Party::Server,
    title: "A token for another audience is accepted",
    why: "The server took a token whose audience does not name it. Whoever gets a token for another \
        service could use it here. A hint only, for the audience may be a more general name.",
    fix: "Check that `aud` of each token is the server's own `resource`.",
    cites: &[cite::MCP_TOKEN_HANDLING, cite::MCP_TOKEN_AUDIENCE],
    fails: examples!["
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly9kZWZhdWx0In0.sig
            < 200
        "],
    passes: examples!["
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21jcC5leGFtcGxlLmNvbS9tY3AifQ.sig
            < 200
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .authenticated()
        .filter(|one| one.exchange.is_success())
        .filter_map(|one| {
            let claims = one.credential.as_ref()?.claims.as_ref()?;
            let expected = intended::foreign(reading, claims)?;
            Some(
                Fact::at(one.index, "")
                    .member("aud")
                    .expected(expected)
                    .received(words::list(&claims.aud))
                    .inferred(),
            )
        })
        .take(1);
    Verdict::of(reading.authenticated().next().is_some(), facts)
}
