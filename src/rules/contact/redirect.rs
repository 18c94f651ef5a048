//! The MCP endpoint redirects.

use super::{login_page, redirect_loop};
use crate::action::ActionKind;
use crate::evidence::absolute;
use crate::evidence::reading::Reading;
use crate::flow::moved::moved_to;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::redirects::{self, Redirect};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "contact/redirect",
    severity: Severity::Error,
    party: Party::Server,
    title: "The MCP endpoint redirects to another address",
    why: "A redirect turns POST into GET (301, 302, 303), drops the Authorization header on another host, and the \
        address no longer equals the resource that the metadata names. Many clients do not follow it.",
    fix: "Answer the POST at the address that users are given, without a redirect; behind a proxy, tell the \
        framework its public scheme, host and port, or turn its trailing-slash redirects off.",
    cites: &[
        cite::RFC9110_REDIRECTION,
        cite::RFC9728_VALIDATION,
        cite::MCP_STREAMABLE_HTTP,
    ],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 301
            < Location: http://mcp.example.com:8080/mcp/
        ",
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 307
            < Location: /mcp/
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::UseOtherAddress]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut facts = Vec::new();
    for one in &reading.mcp {
        let Some(response) = &one.exchange.response else {
            continue;
        };
        if !response.is_redirect()
            || redirect_loop::leads_back(one.exchange)
            || login_page::leads_to_login(one.exchange)
        {
            continue;
        }
        let from = &one.exchange.request.url;
        let Some(to) = response.headers.get("location") else {
            facts.push(Fact::at(
                one.index,
                format!("{from} answers {}, a redirect", response.status),
            ));
            continue;
        };
        let to = absolute(from, &to);
        let fact = Fact::at(one.index, describe(from, &to))
            .member("Location")
            .expected(from.clone())
            .received(to);
        // Clients follow what stays within the origin and keeps the method (RFC 9110 §15.4), a few times, unless this one was seen to end
        // there with its token.
        let (kind, followed) = redirects::of(reading, one.index).unzip();
        let goes_on = kind != Some(Redirect::Endless) && one.credential.is_none();
        facts.push(match moved_to(one.exchange) {
            Some(_) if followed == Some(true) || goes_on => fact.severity(Severity::Warning),
            _ => fact,
        });
    }
    Verdict::of(!reading.mcp.is_empty(), facts)
}

fn describe(from: &str, to: &str) -> String {
    let (Ok(asked), Ok(named)) = (Address::parse(from), Address::parse(to)) else {
        return format!("{from} redirects to {to}");
    };
    let how = if asked.has_scheme("https") && named.has_scheme("http") {
        ", without TLS: the public scheme is lost behind a proxy"
    } else if !asked.same_origin(&named) {
        ", another origin, where the Authorization header is dropped"
    } else if asked.path.trim_end_matches('/') == named.path.trim_end_matches('/') {
        ", the same path with another slash at the end"
    } else {
        ""
    };
    format!("{from} redirects to {to}{how}")
}
