//! The metadata belongs to another issuer.

use super::issuers;
use crate::evidence::reading::Reading;
use crate::patch;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::operator;
use crate::spec::{Revision, cite};
use crate::wire::address::Address;
use crate::wire::relation::{Relation, relation};

pub static RULE: Rule = Rule {
    id: "server/issuer-mismatch",
    severity: Severity::Warning,
    severities: &[(Revision::V2025_06_18, Severity::Error)],
    party: Party::AuthorizationServer,
    title: "The metadata belongs to another issuer",
    why: "Metadata whose `issuer` is not the identifier it was asked for must not be used: it could send \
        the person to somebody else's sign-in page. Conforming clients refuse to connect.",
    fix: "Make the three agree, character by character: the entry in the server's `authorization_servers`, \
        the address the metadata is served at, and the `issuer` in it. A proxy that rewrites the \
        endpoints must rewrite `issuer` too, or the real authorization server must be named.",
    cites: &[
        cite::MCP_SERVER_METADATA_DISCOVERY,
        cite::RFC8414_ISSUER,
        cite::RFC8414_IMPERSONATION,
        cite::OIDC_DISCOVERY_VALIDATION,
    ],
    conformance: &[
        "authorization-server-metadata",
        "sep-2468-client-validate-metadata-issuer",
    ],
    fails: examples![
        r#"
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://tenant.auth.example"}
        "#
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server/t1
            < 200
            < {"issuer":"https://auth.example.com/t1"}
        "#
    ],
    check,
    patch: Some(patch::expected_issuer),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let verdict = issuers::facts(reading, &|expected, found| {
        let other = !matches!(
            relation(expected, found),
            Relation::Same | Relation::Slash | Relation::Unusable
        );
        other && !issuers::is_template(expected, found)
    });
    let Verdict::Fail(facts) = verdict else {
        return verdict;
    };
    Verdict::Fail(
        facts
            .into_iter()
            .map(|fact| with_party(reading, fact))
            .collect(),
    )
}

/// A server that passes the metadata of somebody else's authorization server on as its own is the one to correct it.
fn with_party(reading: &Reading, fact: Fact) -> Fact {
    let is_foreign = fact
        .expected
        .as_deref()
        .zip(fact.received.as_deref())
        .is_some_and(|(expected, found)| {
            Address::parse(expected)
                .ok()
                .zip(Address::parse(found).ok())
                .is_some_and(|(expected, found)| {
                    !same_site(&expected.hostname(), &found.hostname())
                })
        });
    let own = fact.exchange.map(|at| operator::of(reading, at)) == Some(Party::Server);
    match is_foreign && own {
        true => fact.party(Party::Server),
        false => fact,
    }
}

/// Whether two hosts end in the same two labels: the same operator, as far as names tell.
fn same_site(one: &str, other: &str) -> bool {
    let site = |host: &str| {
        host.rsplit('.')
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    site(one) == site(other)
}
