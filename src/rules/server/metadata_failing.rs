//! The authorization server fails to serve its metadata.

use super::candidates;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::seen::Answer;
use crate::evidence::step::ServerMetadataRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::rules::redirects::{self, Redirect};
use crate::spec::cite;
use crate::wire::address::same_origin;

pub static RULE: Rule = Rule {
    id: "server/metadata-failing",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The authorization server fails to serve its metadata",
    why: "Clients abort on a server error, or treat the document as missing and guess endpoints.",
    fix: "Fix the endpoint. If the metadata is computed from another service, serve a cached copy while that service \
        is down.",
    cites: &[
        cite::RFC9110_SERVER_ERROR,
        cite::RFC8414_RESPONSE,
        cite::MCP_SERVER_METADATA_DISCOVERY,
    ],
    conformance: &["authorization-server-metadata"],
    fails: examples![
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 502
        ",
        "
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 302
            < Location: https://elsewhere.example/metadata
        "
    ],
    passes: examples![
        r#"
            > GET https://auth.example.com/.well-known/oauth-authorization-server
            < 200
            < {"issuer":"https://auth.example.com"}
        "#
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::RetryLater]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .server_metadata
        .iter()
        .filter_map(|one| Some((one, said(reading, one)?)))
        .filter(|(one, _)| !is_made_up_for(reading, one))
        .map(|(one, said)| {
            let status = one.exchange.status();
            Fact::at(one.index, said)
                .expected("200 with a JSON document, or 404")
                .received(status.to_string())
        });
    Verdict::of(!reading.server_metadata.is_empty(), facts)
}

/// Whether there is a document of that issuer, and one that clients read which stay within the origin.
fn is_made_up_for(reading: &Reading, one: &ServerMetadataRequest) -> bool {
    let leaves = matches!(
        redirects::of(reading, one.index),
        Some((Redirect::Leaves, _))
    );
    let url = &one.exchange.request.url;
    candidates::of(reading, &one.expected_issuer)
        .filter(|found| found.answer.document().is_some())
        .any(|found| !leaves || same_origin(&found.exchange.request.url, url))
}

/// What it does in place of answering; `None` where it answers, or says that there is nothing.
fn said(reading: &Reading, one: &ServerMetadataRequest) -> Option<String> {
    let url = &one.exchange.request.url;
    match (&one.answer, redirects::of(reading, one.index)) {
        (Answer::Refused(status @ 500..), _) => Some(format!("{url} answers {status}")),
        (_, Some((Redirect::Endless, _))) => Some(format!("{url} redirects again and again")),
        (_, Some((Redirect::Leaves, _))) => Some(format!("{url} redirects to another origin")),
        _ => None,
    }
}
