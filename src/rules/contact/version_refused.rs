//! The probe is refused for its version or headers.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "contact/version-refused",
    severity: Severity::Info,
    party: Party::Client,
    title: "The server refuses the protocol version or the headers",
    why: "Such a 400 hides the 401 that would follow, so we know nothing about signing in yet.",
    fix: "Send the headers of the revision that the server speaks (MCP-Protocol-Version, and from 2026-07-28 \
        Mcp-Method), or fall back to initialize.",
    cites: &[
        cite::MCP_SERVER_VALIDATION,
        cite::MCP_PROTOCOL_VERSION_HEADER,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            < 400
            < {"jsonrpc":"2.0","error":{"code":-32022,"message":"Unsupported protocol version"}}
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
    const CODES: [&str; 3] = ["-32020", "-32021", "-32022"];
    let mut looked = false;
    for one in &reading.mcp {
        looked = true;
        let body = one.exchange.body().unwrap_or_default();
        if one.exchange.status() == 400 && CODES.iter().any(|code| body.contains(code)) {
            return Verdict::Fail(vec![Fact::at(one.index, "")]);
        }
    }
    Verdict::of(looked, Vec::new())
}
