//! Registration is limited.

use super::refusal;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "registration/limited",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "Registration is limited",
    why: "Too many registrations were made from here, often because a client registers again at each start instead \
        of keeping its client id.",
    fix: "Wait as long as `Retry-After` says, then try again. Clients must store the client id they get; \
        operators can offer client ID metadata documents, which need no registration.",
    cites: &[
        cite::RFC9110_RETRY_AFTER,
        cite::MCP_CLIENT_ID_METADATA_DOCUMENTS,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 429
            < Retry-After: 3600
        "#,
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 400
            < {"error":"invalid_request","error_description":"Too many clients are registered"}
        "#,
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/register
            > {"redirect_uris":["http://127.0.0.1/cb"]}
            < 201
            < {"client_id":"c"}
        "#
    ],
    check,
    ways: |_| Ways::first(Ways::CLIENT),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    refusal::facts(reading, RULE.id, "accepts no more registrations for now")
}
