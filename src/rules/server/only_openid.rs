//! Only OpenID Connect Discovery is published, not RFC 8414 metadata.

use super::candidates;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::MetadataKind;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::{Revision, cite};

pub static RULE: Rule = Rule {
    id: "server/only-openid",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    since: Revision::V2025_06_18,
    until: Some(Revision::V2025_06_18),
    title: "Only OpenID Connect Discovery is published, not RFC 8414 metadata",
    why: "Revision 2025-06-18 defines RFC 8414 metadata only; clients of that revision find nothing. Newer revisions \
        accept both.",
    fix: "Publish the same members at `/.well-known/oauth-authorization-server` too.",
    cites: &[
        cite::MCP_SERVER_METADATA_DISCOVERY,
        cite::RFC8414_COMPATIBILITY,
    ],
    fails: examples![
        r#"
            revision: 2025-06-18
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    passes: examples![
        r#"
            revision: 2025-06-18
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_documents()
        .filter(|(one, _)| one.kind == MetadataKind::OpenId)
        .filter_map(|(one, _)| {
            let expected = refused(reading, &one.expected_issuer)?;
            let title = format!("{} answers, {expected} does not", one.exchange.request.url);
            Some(Fact::at(one.index, title).expected(expected))
        });
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}

/// The location of RFC 8414 that was asked in vain.
fn refused<'b>(reading: &'b Reading, issuer: &'b str) -> Option<&'b str> {
    candidates::of(reading, issuer)
        .find(|one| one.kind == MetadataKind::OAuth && matches!(one.answer, Answer::Refused(_)))
        .map(|one| one.exchange.request.url.as_str())
}
