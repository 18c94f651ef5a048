//! `issuer` does not name one particular tenant.

use super::issuers;
use crate::evidence::reading::Reading;
use crate::rule::{Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "server/issuer-template",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "`issuer` does not name one particular tenant",
    why: "A template such as `{tenantid}`, or the issuer of a shared endpoint such as `common`, can never \
        be equal to the identifier that was asked for, so conforming clients refuse it.",
    fix: "Name the issuer of one tenant in `authorization_servers`, for example with the tenant's id \
        instead of `common`, `organizations` or a placeholder.",
    cites: &[
        cite::OIDC_DISCOVERY_VALIDATION,
        cite::RFC8414_ISSUER,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        r#"
            > GET https://login.example.com/common/v2.0/.well-known/openid-configuration
            < 200
            < {"issuer":"https://login.example.com/{tenantid}/v2.0"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://login.example.com/7a1/v2.0/.well-known/openid-configuration
            < 200
            < {"issuer":"https://login.example.com/7a1/v2.0"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    issuers::facts(reading, &|expected, found| {
        expected != found && issuers::is_template(expected, found)
    })
}
