//! A proxy stands between client and server.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/proxy",
    severity: Severity::Error,
    party: Party::User,
    title: "A proxy refuses the connection",
    why: "Behind a company proxy a client that ignores HTTPS_PROXY cannot connect, and one that uses it may have \
        to authenticate there. The server never sees the request.",
    fix: "Set HTTPS_PROXY and NO_PROXY for the client (Node 24: NODE_USE_ENV_PROXY=1; VS Code: http.proxy), with the \
        proxy's own credentials, or ask the network's administrator to allow the host.",
    cites: &[cite::RFC9728_TLS],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            < 407
            < Proxy-Authenticate: Basic
        ",
        "
            > POST https://mcp.example.com/mcp
            ! connection net::ERR_TUNNEL_CONNECTION_FAILED
        ",
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            < 401
        "
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    const WORDS: [&str; 5] = [
        "proxy",
        "err_tunnel_connection_failed",
        "tunneling socket",
        "407",
        "socks",
    ];
    let mut facts = Vec::new();
    for (index, exchange) in reading.of_flow() {
        let message = exchange
            .failure
            .as_ref()
            .map(|one| one.message.to_ascii_lowercase());
        let failed = message.is_some_and(|text| WORDS.iter().any(|word| text.contains(word)));
        if exchange.status() == 407 || failed {
            facts.push(Fact::at(index, ""));
        }
    }
    Verdict::of(!reading.evidence.exchanges.is_empty(), facts)
}
