//! The challenge is hidden from a page.

use crate::evidence::reading::Reading;
use crate::evidence::seen::{Seen, header};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::cors;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "browser/header-not-exposed",
    severity: Severity::Warning,
    party: Party::Server,
    title: "WWW-Authenticate is not exposed to web pages",
    why: "A page sees the 401 but not the challenge, and so not where the metadata is.",
    fix: "Send Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id with the 401.",
    cites: &[cite::FETCH_EXPOSED_HEADERS],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            > Origin: https://app.example
            < 401
            < WWW-Authenticate: Bearer
            < Access-Control-Allow-Origin: *
        "
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Origin: https://app.example
            < 401
            < WWW-Authenticate: Bearer
            < Access-Control-Allow-Origin: *
            < Access-Control-Expose-Headers: WWW-Authenticate
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let mut looked = false;
    for one in reading
        .mcp
        .iter()
        .filter(|one| one.exchange.request.headers.has("origin"))
    {
        let readable = header(one.exchange, "access-control-allow-origin")
            .value()
            .is_some();
        if one.exchange.status() != 401 || !readable {
            continue;
        }
        looked = true;
        let exposed = header(one.exchange, "access-control-expose-headers");
        if exposed != Seen::Unseen && !cors::exposes_challenge(&exposed) {
            let names = exposed.value().cloned().unwrap_or_default();
            return Verdict::Fail(vec![
                Fact::at(one.index, "")
                    .member("Access-Control-Expose-Headers")
                    .expected("WWW-Authenticate")
                    .received(names),
            ]);
        }
    }
    Verdict::of(looked, Vec::new())
}
