//! The token's audience does not name the MCP server.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::access::intended;
use crate::rules::words;
use crate::spec::cite;
use crate::wire::jwt;

pub static RULE: Rule = Rule {
    id: "token/audience",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "The token's audience does not name the MCP server",
    why: "A hint only, for an authorization server may write a more general audience. If the MCP server \
        compares `aud` with its own address, it will refuse this token.",
    fix: "Issue tokens whose `aud` is the `resource` of the request, or configure the MCP server to expect \
        the audience that is issued.",
    cites: &[
        cite::RFC9068_AUDIENCE,
        cite::RFC8707_RESOURCE,
        cite::MCP_TOKEN_HANDLING,
    ],
    fails: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly9kZWZhdWx0In0.sig","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21jcC5leGFtcGxlLmNvbS9tY3AifQ.sig","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.issued().filter_map(|one| {
        let token = one.answer.view()?.access_token.as_ref()?;
        let claims = jwt::read(token.reveal())?;
        let expected = intended::foreign(reading, &claims)?;
        let found = words::list(&claims.aud);
        Some(
            Fact::at(
                one.index,
                format!("The token is for {found}, the server is {expected}"),
            )
            .member("aud")
            .expected(expected)
            .received(found)
            .inferred(),
        )
    });
    Verdict::of(reading.issued().next().is_some(), facts)
}
