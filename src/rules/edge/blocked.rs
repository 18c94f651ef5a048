//! An edge in front of the server refuses the client.

use super::signs;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::recognise::place;
use crate::evidence::seen::is_nothing_there;
use crate::evidence::step::Step;
use crate::http::Exchange;
use crate::rule::{Fact, Party, Rule, Severity, Situation, Verdict, Ways};
use crate::rules::operator;
use crate::spec::cite;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    id: "edge/blocked",
    severity: Severity::Error,
    party: Party::Server,
    alternatives: &[(
        "contact/not-found",
        "Open the address in a browser: a web page there means that it is not an MCP endpoint.",
    )],
    title: "An edge in front of the server refuses the client",
    why: "A content delivery network, firewall or bot filter answers with a page of its own; the server behind it \
        never sees the request, so neither its configuration nor a token can help.",
    fix: "Exempt the MCP endpoint, /.well-known/ and the OAuth endpoints from bot and firewall rules, or allow the \
        client by its user agent or address range. Hosted clients publish their address ranges.",
    cites: &[cite::RFC9110_FORBIDDEN],
    fails: examples![
        "
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 403
            < Content-Type: text/html
            < <html><title>Attention Required! | Cloudflare</title></html>
        ",
        "
            > POST https://mcp.example.com/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 403
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 403
            > POST https://mcp.example.com/register
            < 403
        ",
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 403
            < Content-Type: text/plain
            < Your request was blocked.
        ",
        "
            > POST https://mcp.example.com/mcp
            < 401
            < Content-Type: text/html
            < <title>Authentication Required</title><a href=\"https://vercel.com/sso-api?url=x\">Vercel Authentication</a>
        ",
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 403
            < Content-Type: application/json
            < {"error":"forbidden"}
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
            < 403
            < {"message":"Missing Authentication Token"}
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            < 403
            < {"message":"Missing Authentication Token"}
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 403
            < {"message":"Missing Authentication Token"}
        "#,
    ],
    check,
    ways,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    let mut facts = Vec::new();
    for (index, exchange) in reading.evidence.exchanges.iter().enumerate() {
        let step = reading.steps.get(index).copied().unwrap_or(Step::Other);
        if matches!(
            step,
            Step::Authorization | Step::AuthorizationPage | Step::Callback | Step::Other
        ) {
            continue;
        }
        looked = true;
        if exchange.status() == 429 {
            continue;
        }
        if let Some(who) = signs::of(exchange) {
            let title = format!(
                "{who} answers {} with a page of its own, status {}",
                exchange.request.url,
                exchange.status()
            );
            let party = match is_nothing_seen(reading) {
                true => Party::User,
                false => operator::of(reading, index),
            };
            facts.push(Fact::at(index, title).party(party));
        }
    }
    if facts.is_empty() {
        facts.extend(everything_refused(reading));
    }
    Verdict::of(looked, facts)
}

/// Where every request, to different places of the flow, is refused with 403; the MCP server itself may still be let through.
fn everything_refused(reading: &Reading) -> Vec<Fact> {
    let refused = |one: &Exchange| {
        one.status() == 403
            && !one.request.headers.has("authorization")
            && !says_its_own_reason(one)
    };
    let exchanges = || reading.evidence.exchanges.iter().enumerate();
    let is_challenge = |index: usize, one: &Exchange| {
        one.status() == 401 && reading.steps.get(index) == Some(&Step::Mcp)
    };
    let places: BTreeSet<&str> = exchanges()
        .filter(|(_, one)| refused(one))
        .map(|(_, one)| place(&one.request.url))
        .collect();
    let all = exchanges().all(|(index, one)| refused(one) || is_challenge(index, one));
    if !all || places.len() < 3 {
        return Vec::new();
    }
    let title = format!(
        "Each of {} URLs is answered 403: something in front of the MCP server answers, or there is no MCP server",
        places.len()
    );
    let refusals = exchanges().filter(|(_, one)| refused(one));
    refusals
        .map(|(index, one)| {
            let fact = Fact::at(index, title.clone()).received(one.request.url.clone());
            // Nothing shows that there is an MCP server at all: the address comes first.
            match reading.mcp.is_empty() {
                true => fact.party(Party::User).inferred(),
                false => fact,
            }
        })
        .collect()
}

/// A gateway that has no such route, and a service mesh whose policy wants a token, filter no client.
fn says_its_own_reason(one: &Exchange) -> bool {
    is_nothing_there(one)
        || one
            .body()
            .is_some_and(|body| body.starts_with("RBAC: access denied"))
}

/// Where nothing shows an MCP server, another address comes first.
fn ways(situation: &Situation<'_>) -> Ways {
    let ways = match is_nothing_seen(situation.reading) {
        true => Ways::first(&[ActionKind::UseOtherAddress, ActionKind::AllowAtEdge]),
        false => Ways::first(&[ActionKind::AllowAtEdge]),
    };
    ways.then(&[ActionKind::UseOtherAddress])
}

/// Whether nothing at all shows that this is an MCP server: no MCP request was seen, and every other one was refused alike.
fn is_nothing_seen(reading: &Reading<'_>) -> bool {
    let exchanges = &reading.evidence.exchanges;
    !exchanges.is_empty()
        && reading.mcp.is_empty()
        && exchanges
            .iter()
            .all(|one| matches!(one.status(), 0 | 403 | 404))
}
