//! The server cannot be reached.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::http::FailureKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "contact/unreachable",
    severity: Severity::Error,
    party: Party::User,
    title: "The server cannot be reached",
    why: text!("No answer came at all, so nothing can be said about signing in."),
    fix: text!(
        "Check the address, the name in DNS, whether the server runs and listens on that port, and whether a \
        proxy or firewall stands in between."
    ),
    cites: &[cite::MCP_STREAMABLE_HTTP],
    fails: examples![
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            ! dns getaddrinfo ENOTFOUND mcp.example.com
        ",
        "
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            ! other fetch failed: Response does not match the HTTP/1.1 protocol
        ",
    ],
    passes: examples![
        r#"
            server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::ChangeSetting, ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let host = |url: &str| {
        Address::parse(url)
            .map(|one| one.host_and_port.to_owned())
            .ok()
    };
    let wanted = reading.server.as_deref().and_then(host);
    let mut looked = false;
    let mut facts = Vec::new();
    for (index, exchange) in reading.evidence.exchanges.iter().enumerate() {
        let step = reading.steps.get(index);
        let concerns =
            step == Some(&Step::Mcp) || (wanted.is_some() && host(&exchange.request.url) == wanted);
        if !concerns {
            continue;
        }
        looked = true;
        let Some(failure) = &exchange.failure else {
            // The server answers: what failed before or after was not its address.
            return Verdict::Pass;
        };
        let how = match failure.kind {
            FailureKind::Dns => "its name cannot be resolved",
            FailureKind::Connection => "the connection is refused or cut",
            FailureKind::Timeout => "no answer comes in time",
            FailureKind::Other => "no answer of HTTP comes back",
            _ => continue,
        };
        facts.push(
            Fact::at(
                index,
                format!("{} cannot be reached: {how}", exchange.request.url),
            )
            .received(failure.message.clone()),
        );
    }
    facts.truncate(1);
    Verdict::of(looked, facts)
}
