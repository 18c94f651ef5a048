//! A web page may not read the metadata.

use crate::evidence::reading::Reading;
use crate::evidence::step::Step;
use crate::patch;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::rules::cors;
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "resource/metadata-cors",
    severity: Severity::Error,
    party: Party::Server,
    since: Revision::V2025_06_18,
    title: "A web page may not read the metadata",
    why: "Without `Access-Control-Allow-Origin` a browser withholds the answer, so clients that run in a \
        page see only \"failed to fetch\". Clients outside the browser are not affected.",
    fix: "Send `Access-Control-Allow-Origin: *` with the metadata, and answer preflights with 204. The document is \
        public, so that is safe.",
    cites: &[
        cite::FETCH_CORS,
        cite::FETCH_PREFLIGHT,
        cite::RFC9728_RESPONSE,
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > Origin: https://inspector.example
            < 200
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#,
        "
            seen from: browser
            symptom: TypeError: Failed to fetch
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > Origin: https://inspector.example
            ! blocked Failed to fetch
        ",
    ],
    passes: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-protected-resource
            > Origin: https://inspector.example
            < 200
            < Access-Control-Allow-Origin: *
            < {"resource":"https://mcp.example.com","authorization_servers":["https://auth.example.com"]}
        "#
    ],
    check,
    patch: Some(patch::seen_resource),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    cors::verdict(reading, &[Step::ResourceMetadata])
}
