//! A custom header makes the preflight of the metadata fail.

use crate::evidence::reading::Reading;
use crate::evidence::seen::Seen;
use crate::evidence::seen::header;
use crate::evidence::step::{Preflight, Step};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/preflight-header",
    severity: Severity::Warning,
    party: Party::AuthorizationServer,
    title: "A custom header makes the preflight of the metadata fail",
    why: "`MCP-Protocol-Version` on a metadata request forces a preflight that a plain GET would not need. \
        Where the server does not allow the header, the browser withholds the document.",
    fix: "Allow `mcp-protocol-version` in `Access-Control-Allow-Headers`; clients should not send it with metadata \
        requests.",
    cites: &[cite::MCP_SERVER_METADATA_HEADERS, cite::FETCH_PREFLIGHT],
    fails: examples![
        "
            > OPTIONS https://auth.example.com/.well-known/oauth-authorization-server
            > Origin: https://inspector.example
            > Access-Control-Request-Headers: mcp-protocol-version
            < 204
            < Access-Control-Allow-Origin: *
        "
    ],
    passes: examples![
        "
            > OPTIONS https://auth.example.com/.well-known/oauth-authorization-server
            > Origin: https://inspector.example
            > Access-Control-Request-Headers: mcp-protocol-version
            < 204
            < Access-Control-Allow-Origin: *
            < Access-Control-Allow-Headers: mcp-protocol-version
        "
    ],
    check,
    ..Rule::BASE
};

const NAME: &str = "mcp-protocol-version";

fn check(reading: &Reading) -> Verdict {
    let asks = |one: &&Preflight| {
        let asked = one
            .exchange
            .request
            .headers
            .get("access-control-request-headers");
        matches!(one.for_step, Step::ServerMetadata | Step::ResourceMetadata)
            && asked.is_some_and(|names| has_name(&names))
    };
    let asked: Vec<&Preflight> = reading.preflights.iter().filter(asks).collect();
    let facts = asked
        .iter()
        .filter(
            |one| match header(one.exchange, "access-control-allow-headers") {
                Seen::There(names) => !has_name(&names) && names.trim() != "*",
                Seen::Absent => true,
                Seen::Unseen => false,
            },
        )
        .map(|one| {
            let title = format!("{} does not allow `{NAME}`", one.exchange.request.url);
            Fact::at(one.index, title)
                .member("Access-Control-Allow-Headers")
                .expected(NAME)
        });
    Verdict::of(!asked.is_empty(), facts)
}

fn has_name(list: &str) -> bool {
    list.split(',')
        .any(|name| name.trim().eq_ignore_ascii_case(NAME))
}
