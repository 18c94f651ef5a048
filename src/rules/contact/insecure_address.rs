//! The server is reached without TLS.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "contact/insecure-address",
    severity: Severity::Warning,
    party: Party::Server,
    title: "The server is reached over plain http",
    why: "Anyone on the network path can read the token. Hosted clients refuse such an address, and many authorization \
        servers refuse it as a resource.",
    fix: "Serve https and give that address to users. Only a server on this very machine (localhost) may use http.",
    cites: &[
        cite::MCP_COMMUNICATION_SECURITY,
        cite::OAUTH21_COMMUNICATION,
    ],
    fails: examples![
        "
            server: http://mcp.example.com/mcp
            > POST http://mcp.example.com/mcp
            < 401
        "
    ],
    passes: examples![
        "
            server: http://localhost:3000/mcp
            > POST http://localhost:3000/mcp
            < 401
        "
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::UseOtherAddress]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let Some(server) = reading.server.as_deref() else {
        return Verdict::NotApplicable;
    };
    let Ok(address) = Address::parse(server) else {
        return Verdict::NotApplicable;
    };
    if address.is_secure() {
        return Verdict::Pass;
    }
    let exchange = reading.mcp.first().map(|one| one.index);
    Verdict::Fail(vec![
        Fact::titled(format!("{server} is reached over plain http"))
            .shown_by(exchange)
            .expected(server.replacen("http", "https", 1))
            .received(server),
    ])
}
