//! The authorization endpoint hands over to a third party without asking.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};
use crate::wire::address::same_origin;
use crate::wire::form;

pub static RULE: Rule = Rule {
    id: "server/consent-skipped",
    severity: Severity::Warning,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "The authorization endpoint hands over to a third party without asking",
    why: "A proxy with one client id at a third party must ask the person for each new client. If it does \
        not, an attacker's client gets a code without the person noticing.",
    fix: "Show a consent page of your own, with the client's name and redirect host, before the redirect \
        to the third party.",
    cites: &[cite::MCP_CONFUSED_DEPUTY],
    fails: examples!["
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/authorize?client_id=a&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&state=s
            < 302
            < Location: https://idp.example.net/authorize?client_id=fixed&state=t
        "],
    passes: examples!["
            server: https://mcp.example.com/mcp
            > GET https://mcp.example.com/authorize?client_id=a&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&state=s
            < 200
            < <form>
        "],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading.authorizations.iter().filter_map(|one| {
        let response = one.exchange.response.as_ref()?;
        let to = response
            .headers
            .get("location")
            .filter(|_| response.is_redirect())?;
        let (target, query) = to.split_once('?')?;
        let sent = form::decode(query);
        let client = form::first(&sent, "client_id")?;
        let mine = one.parameter("client_id")?;
        let own = same_origin(reading.server.as_deref()?, &one.exchange.request.url);
        let foreign = !same_origin(&one.exchange.request.url, &to);
        (own && foreign && client != mine).then(|| {
            Fact::at(
                one.index,
                format!("The authorization endpoint redirects at once to {target}"),
            )
            .member("Location")
            .expected("a consent page")
            .received(target)
        })
    });
    Verdict::of(!reading.authorizations.is_empty(), facts)
}
