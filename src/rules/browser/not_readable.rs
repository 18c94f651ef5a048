//! A page may not read the answer of the MCP server.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::cors;
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "browser/not-readable",
    severity: Severity::Error,
    party: Party::Server,
    title: "Web pages can't read the response: no Access-Control-Allow-Origin",
    why: "In the page the request just fails, so a client cannot even see that a login is wanted. Other clients \
        are not affected.",
    fix: "Send Access-Control-Allow-Origin with every answer, with errors such as 401 too.",
    cites: &[cite::FETCH_CORS],
    fails: examples![
        "
            > POST https://mcp.example.com/mcp
            > Origin: https://app.example
            < 401
            < WWW-Authenticate: Bearer
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
    cors::verdict(reading, &[Step::Mcp])
}
