//! A page asks for an address in the local network.

use crate::evidence::reading::Reading;
use crate::http::FailureKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "browser/local-network",
    severity: Severity::Error,
    party: Party::User,
    alternatives: &[(
        "contact/unreachable",
        "See whether the server runs: ask the address from a terminal on the same machine.",
    )],
    title: "The browser needs your permission to reach the local network",
    why: "Chromium 142 and later show a prompt (Local Network Access), as Firefox does. Where it is declined or \
        overlooked, or the page is not https, every request to the server fails without a status.",
    fix: "Allow it for this page: in the prompt or, if you declined it before, in the site's settings \
        (Chromium: Apps on device, Local network). Or sign in with a client that is not a web page.",
    cites: &[cite::LOCAL_NETWORK_ACCESS],
    fails: examples![
        "
            > POST http://localhost:3000/mcp
            > Origin: https://app.example
            ! blocked net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS
        "
    ],
    passes: examples![
        "
            > POST http://localhost:3000/mcp
            > Origin: https://app.example
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for (index, exchange) in reading.of_flow() {
        let Some(failure) = &exchange.failure else {
            looked = true;
            continue;
        };
        let message = failure.message.to_ascii_lowercase();
        let named = message.contains("local_network_access")
            || message.contains("local network")
            || message.contains("private network")
            || message.contains("insecure_private_network");
        let page = exchange.request.headers.get("origin");
        let public_page = page
            .as_deref()
            .and_then(|page| Address::parse(page).ok())
            .is_some_and(|page| !page.is_loopback());
        let local = Address::parse(&exchange.request.url).is_ok_and(|one| one.is_loopback());
        if named || (public_page && local && failure.kind == FailureKind::Blocked) {
            let fact = Fact::at(
                index,
                format!("The browser keeps the page from {}", exchange.request.url),
            )
            .received(failure.message.clone());
            return Verdict::Fail(vec![if named { fact } else { fact.inferred() }]);
        }
    }
    Verdict::of(looked, Vec::new())
}
