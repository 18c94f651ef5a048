//! A default endpoint is not at the server's origin.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::step::Step;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "server/default-endpoint-missing",
    severity: Severity::Error,
    party: Party::Server,
    until: Some(Revision::V2025_03_26),
    title: "A default endpoint is not at the server's origin",
    why: "Without metadata a client of revision 2025-03-26 looks for the endpoints at the origin and \
        nowhere else; below a path it cannot find them.",
    fix: "Publish metadata at `/.well-known/oauth-authorization-server` of the origin, which names the \
        endpoints wherever they are.",
    cites: &[
        cite::MCP_FALLBACK_ENDPOINTS,
        cite::MCP_AUTHORIZATION_BASE_URL,
    ],
    fails: examples![
        "
            revision: 2025-03-26
            server: https://mcp.example.com/v1/mcp
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://mcp.example.com/authorize?client_id=c&response_type=code
            < 404
        "
    ],
    passes: examples![
        "
            revision: 2025-03-26
            server: https://mcp.example.com/v1/mcp
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://mcp.example.com/authorize?client_id=c&response_type=code
            < 302
            < Location: https://mcp.example.com/login
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    if reading.server_documents().next().is_some() {
        return Verdict::NotApplicable;
    }
    let steps = [Step::Authorization, Step::Token];
    let asked: Vec<_> = steps
        .into_iter()
        .flat_map(|step| reading.of_step(step))
        .filter(|(_, exchange)| is_default(&exchange.request.url))
        .collect();
    let facts = asked
        .iter()
        .filter(|(_, exchange)| exchange.status() == 404)
        .map(|(index, exchange)| {
            let url = place(&exchange.request.url);
            Fact::at(*index, format!("{url} answers 404")).received(url)
        });
    Verdict::of(!asked.is_empty(), facts)
}

fn is_default(url: &str) -> bool {
    Address::parse(url).is_ok_and(|address| matches!(address.path, "/authorize" | "/token"))
}
