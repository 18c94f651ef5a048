//! A 401 without a challenge.

use super::renamed;
use crate::evidence::Vantage;
use crate::evidence::reading::Reading;
use crate::evidence::seen::header;
use crate::evidence::step::McpRequest;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cors;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "challenge/missing",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_06_18, Severity::Error)],
    party: Party::Server,
    title: "The server answers 401 without a WWW-Authenticate header",
    why: "The challenge tells a client to use OAuth, and where the resource metadata is. Without it a client has to \
        try the well-known locations.",
    fix: "Send with every 401: WWW-Authenticate: Bearer resource_metadata=\"<URL of the resource metadata>\".",
    cites: &[
        cite::RFC9110_UNAUTHORIZED,
        cite::RFC9728_CHALLENGE,
        cite::MCP_AUTHORIZATION_SERVER_LOCATION,
    ],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#,
        "
            > POST https://mcp.example.com/mcp
            < 401
            < x-amzn-remapped-www-authenticate: Bearer
        ",
    ],
    check,
    patch: Some(patch::challenge),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for one in reading.unauthorized() {
        looked = true;
        if !one.challenges.is_absent() || renamed::header_of(one.exchange).is_some() {
            continue;
        }
        if hidden_from_page(reading, one) {
            return Verdict::Unseen {
                what: "WWW-Authenticate of the 401".to_owned(),
                why: "A page sees only headers that Access-Control-Expose-Headers names."
                    .to_owned(),
                how: "Ask from outside a browser, or expose the header.".to_owned(),
            };
        }
        let title = format!(
            "{} answers 401 without a WWW-Authenticate header",
            one.exchange.request.url
        );
        facts.push(
            Fact::at(one.index, title)
                .member("WWW-Authenticate")
                .expected("Bearer resource_metadata=\"...\""),
        );
    }
    Verdict::of(looked, facts)
}

fn hidden_from_page(reading: &Reading, one: &McpRequest) -> bool {
    let exposed = header(one.exchange, "access-control-expose-headers");
    reading.evidence.seen_from == Some(Vantage::Browser) && !cors::exposes_challenge(&exposed)
}
