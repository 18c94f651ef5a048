//! An edge refuses by user agent.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    id: "edge/user-agent",
    severity: Severity::Error,
    party: Party::Server,
    title: "The same address is refused to one user agent and answered to another",
    why: "A filter in front of the server decides by the User-Agent header: it blocks bots, or requests without \
        that header, and the MCP client is one of them.",
    fix: "Exempt the MCP endpoint, /.well-known/ and the OAuth endpoints from user agent rules. The client's \
        author: send a User-Agent with every request, those of the OAuth part too.",
    cites: &[cite::RFC9110_FORBIDDEN],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: Claude-User
            < 403
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: curl/8.5.0
            < 200
            < {"resource":"https://mcp.example.com"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: Claude-User
            < 200
            < {"resource":"https://mcp.example.com"}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: curl/8.5.0
            < 200
            < {"resource":"https://mcp.example.com"}
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::AllowAtEdge]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let all = &reading.evidence.exchanges;
    // A few exchanges of each user agent for each thing that was asked are enough to tell.
    let mut groups: BTreeMap<_, Vec<(usize, &Exchange)>> = BTreeMap::new();
    for (index, one) in all.iter().enumerate() {
        let request = &one.request;
        let signed = request.headers.has("authorization");
        let group = groups
            .entry((request.method.as_str(), place(&request.url), signed))
            .or_default();
        let alike = |other: &&(usize, &Exchange)| {
            agent(other.1) == agent(one) && other.1.status() == one.status()
        };
        if group.len() < MOST && !group.iter().any(|other| alike(&other)) {
            group.push((index, one));
        }
    }
    let mut looked = false;
    for group in groups.values() {
        for (index, refused) in group {
            for (_, other) in group
                .iter()
                .filter(|(_, other)| agent(refused) != agent(other))
            {
                looked = true;
                let is_refused = matches!(refused.status(), 400 | 403 | 406 | 429 | 503);
                // A challenge is the application's own answer.
                let is_answered = other.is_success() || other.status() == 401;
                if is_refused && is_answered {
                    return Verdict::Fail(vec![fact(*index, refused, other)]);
                }
            }
        }
    }
    Verdict::of(looked, Vec::new())
}

/// Different answers that are kept for one thing that was asked.
const MOST: usize = 16;

fn agent(one: &Exchange) -> String {
    one.request.headers.get("user-agent").unwrap_or_default()
}

fn fact(index: usize, refused: &Exchange, other: &Exchange) -> Fact {
    let blocked = agent(refused);
    let blocked = if blocked.is_empty() {
        "no User-Agent".to_owned()
    } else {
        format!("User-Agent {blocked}")
    };
    let title = format!(
        "{} is answered {} with {blocked} and {} with User-Agent {}",
        refused.request.url,
        refused.status(),
        other.status(),
        agent(other)
    );
    let fact = Fact::at(index, title).member("User-Agent");
    // A client that says who it is gets in.
    match agent(refused).is_empty() {
        true => fact.party(Party::Client),
        false => fact,
    }
}
