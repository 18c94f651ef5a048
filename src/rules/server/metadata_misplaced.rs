//! The authorization server metadata is at a non-standard location.

use super::candidates;
use crate::evidence::reading::Reading;
use crate::evidence::step::{LocationForm, MetadataKind};
use crate::patch::{self, Patch, Spot};
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;
use crate::wire::address::Address;

pub static RULE: Rule = Rule {
    id: "server/metadata-misplaced",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server metadata is at a non-standard location",
    why: "For an issuer with a path, the well-known segment goes between host and path. A client that \
        follows RFC 8414 asks there, gets 404 and stops, although the document exists elsewhere.",
    fix: "Serve the document at `https://host/.well-known/oauth-authorization-server/path`, or at \
        `https://host/path/.well-known/openid-configuration` for OpenID Connect.",
    cites: &[cite::RFC8414_REQUEST, cite::MCP_SERVER_METADATA_DISCOVERY],
    fails: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server/t1
            < 404
            > GET https://auth.example.com/t1/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com/t1"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server/t1
            < 404
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com/t1"}
        "#,
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 404
            > GET https://auth.example.com/.well-known/openid-configuration
            < 200
            < {"issuer":"https://auth.example.com"}
        "#,
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server/t1
            < 200
            < {"issuer":"https://auth.example.com/t1"}
        "#,
    ],
    check,
    patch: Some(corrected),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let answering =
        (reading.server_metadata.iter()).filter(|one| one.answer.is_there(one.exchange));
    let facts = answering.filter_map(|one| {
        let issuer = match one.form {
            LocationForm::Appended if one.kind == MetadataKind::OAuth => &one.expected_issuer,
            LocationForm::Root => {
                let named = one.answer.view()?.issuer.as_ref();
                named.filter(|one| has_path(one))?
            }
            _ => return None,
        };
        let expected = candidates::refused_at(reading, issuer)?;
        if candidates::of(reading, issuer)
            .any(|other| other.kind == MetadataKind::OpenId && other.answer.document().is_some())
        {
            return None;
        }
        let received = &one.exchange.request.url;
        Some(
            Fact::at(
                one.index,
                format!("The metadata of {issuer} answers only at {received}"),
            )
            .expected(expected)
            .received(received),
        )
    });
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}

/// An issuer without a path has its metadata at the root.
fn has_path(issuer: &str) -> bool {
    Address::parse(issuer).is_ok_and(|one| one.path.len() > 1)
}

fn corrected(reading: &Reading<'_>, spot: &Spot<'_>) -> Option<Patch> {
    let members = patch::members(reading, spot.exchange)?;
    Some(patch::served(spot.expected?, members))
}
