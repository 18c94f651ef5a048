//! No sign-in is needed.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/public",
    severity: Severity::Info,
    party: Party::Server,
    title: "The server answers without a token: no sign-in needed",
    why: "Signing in is optional for a server. A client that waits for a login here waits in vain.",
    fix: "Nothing to do if that is intended. Otherwise, run the authentication check before every MCP request.",
    cites: &[cite::MCP_PROTOCOL_REQUIREMENTS],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > {"jsonrpc":"2.0","id":1,"method":"initialize"}
            < 200
            < {"jsonrpc":"2.0","id":1,"result":{}}
        "#
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
    let mut answered = reading
        .unauthenticated()
        .filter(|one| one.exchange.response.is_some())
        .peekable();
    let looked = answered.peek().is_some();
    let open = answered.find(|one| one.is_answered() || one.exchange.opens_stream());
    // A GET that is answered 405, or a call that fails, asks for no sign-in.
    let is_asked = reading.asks_for_sign_in();
    let facts = open
        .filter(|_| !is_asked)
        .map(|one| Fact::at(one.index, ""));
    Verdict::of(looked, facts)
}
