//! Tools say that they need a sign-in, and the server does not.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "challenge/tool-schemes",
    severity: Severity::Warning,
    party: Party::Server,
    title: "Tools declare that they need a sign-in, and the server offers none",
    why: "`securitySchemes` of a tool is what ChatGPT reads to know which tools need an account. Without resource metadata, neither ChatGPT \
        nor any other client knows where to sign in.",
    fix: "Publish protected resource metadata, and answer a call of such a tool without a token by 401 and a challenge that names it.",
    cites: &[
        cite::OPENAI_TOOL_CHALLENGE,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            < 200
            < {"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"add","securitySchemes":[{"type":"oauth2","scopes":["add"]}]}]}}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            < 200
            < {"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"add","securitySchemes":[{"type":"noauth"},{"type":"oauth2"}]}]}}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 404
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let offered = reading.resource_documents().next().is_some();
    let looked_for = !reading.resource_metadata.is_empty();
    let facts = reading
        .tools_with_sign_in
        .iter()
        .filter(|_| looked_for && !offered)
        .map(|one| {
            let names = words::list(&one.names);
            Fact::at(
                one.index,
                format!("These tools need a sign-in, and the server offers none: {names}"),
            )
            .member("securitySchemes")
        });
    Verdict::of(!reading.mcp.is_empty(), facts)
}
