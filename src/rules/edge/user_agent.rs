//! An edge refuses by user agent.

use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

/// See `title`.
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
    fails: &[r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: Claude-User
            < 403
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: curl/8.5.0
            < 200
            < {"resource":"https://mcp.example.com"}
        "#],
    passes: &[r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: Claude-User
            < 200
            < {"resource":"https://mcp.example.com"}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > User-Agent: curl/8.5.0
            < 200
            < {"resource":"https://mcp.example.com"}
        "#],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let all = &reading.evidence.exchanges;
    let agent = |one: &Exchange| one.request.headers.get("user-agent").unwrap_or_default();
    let same = |one: &Exchange, other: &Exchange| {
        one.request.method == other.request.method
            && place(&one.request.url) == place(&other.request.url)
            && one.request.headers.has("authorization")
                == other.request.headers.has("authorization")
    };
    let mut looked = false;
    for (index, refused) in all.iter().enumerate() {
        for other in all
            .iter()
            .filter(|other| same(refused, other) && agent(refused) != agent(other))
        {
            looked = true;
            if !matches!(refused.status(), 400 | 403 | 406 | 429 | 503) {
                continue;
            }
            // A challenge is the application's own answer.
            if (200..300).contains(&other.status()) || other.status() == 401 {
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
                return Verdict::Fail(vec![Fact::at(index, title).member("User-Agent")]);
            }
        }
    }
    Verdict::of(looked, Vec::new())
}
