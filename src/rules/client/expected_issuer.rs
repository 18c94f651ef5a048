//! The client expects the wrong issuer.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::stage::Stage;

pub static RULE: Rule = Rule {
    id: "client/expected-issuer",
    severity: Severity::Error,
    party: Party::Client,
    at: Some(Stage::Server),
    title: "The client compares the issuer with the wrong value",
    why: "The issuer of the metadata must equal the entry of authorization_servers that it was found by, and it \
        does. A client that expects the MCP server's address, or another spelling, refuses a correct server.",
    fix: "Update the client; its author: compare issuer with the authorization_servers entry, byte by byte, not \
        with the address of the MCP server.",
    cites: &[cite::RFC8414_ISSUER, cite::MCP_SERVER_METADATA_DISCOVERY],
    fails: examples![
        r#"
            symptom: issuer does not match the URL its metadata was discovered from
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
        "
            server: https://mcp.example.com/mcp
            symptom: Issuer mismatch: expected https://mcp.example.com/mcp, got https://auth.example.com
        ",
    ],
    passes: examples![
        r#"
            symptom: issuer does not match the URL its metadata was discovered from
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 200
            < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://other.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let complains = [RULE.id, "server/issuer-mismatch", "server/issuer-slash"]
        .iter()
        .any(|rule| reading.claimed(rule));
    if !complains {
        return Verdict::NotApplicable;
    }
    let mut looked = false;
    let mut consistent = None;
    for (one, document) in reading.server_documents() {
        let Some(issuer) = &document.view.issuer else {
            continue;
        };
        looked = true;
        if *issuer != one.expected_issuer {
            return Verdict::Pass;
        }
        if one.named_by.is_some() {
            consistent = Some((one.index, issuer.clone()));
        }
    }
    if let Some((index, issuer)) = consistent {
        let title = format!(
            "The metadata of {issuer} has that very issuer; the client compares it with something else"
        );
        return Verdict::Fail(vec![
            Fact::at(index, title).member("issuer").expected(issuer),
        ]);
    }
    let fact =
        (!looked && reading.claimed(RULE.id)).then(|| Fact::default().told().member("issuer"));
    Verdict::of(looked, fact)
}
