//! Where each revision breaks first, for what the revisions disagree about.

mod first;

use super::lens;
use crate::evidence::transcript;
use crate::spec::Revision;

/// The MCP server's refusal, with a challenge or without.
fn refused(challenge: &str) -> String {
    format!(
        "server: https://mcp.example/mcp
        > POST https://mcp.example/mcp
        > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
        < 401
        {challenge}
        "
    )
}

fn got(url: &str, body: &str) -> String {
    format!("> GET {url}\n< 200\n< Content-Type: application/json\n< {body}\n")
}

fn none(url: &str) -> String {
    format!("> GET {url}\n< 404\n")
}

const CHALLENGE: &str = "< WWW-Authenticate: Bearer resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource/mcp\"";
const METADATA: &str = "https://mcp.example/.well-known/oauth-protected-resource/mcp";
const ROOT: &str = "https://mcp.example/.well-known/oauth-protected-resource";
const SERVER: &str = "https://as.example/.well-known/oauth-authorization-server";
const OPENID: &str = "https://as.example/.well-known/openid-configuration";
const LEGACY: &str = "https://mcp.example/.well-known/oauth-authorization-server";
const RESOURCE: &str =
    r#"{"resource":"https://mcp.example/mcp","authorization_servers":["https://as.example"]}"#;

/// Complete metadata of an issuer; `more` are members with a comma before each.
fn complete(issuer: &str, more: &str) -> String {
    format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize","token_endpoint":"{issuer}/token","response_types_supported":["code"]{more}}}"#
    )
}

const S256: &str = r#","code_challenge_methods_supported":["S256"]"#;
const BOTH: &str = r#","code_challenge_methods_supported":["S256"],"registration_endpoint":"https://as.example/register""#;

/// The first rule that breaks under each revision, oldest first.
fn first(text: &str) -> [String; 4] {
    let lens = lens(&transcript::read(text).unwrap());
    let rows: Vec<String> = lens
        .revisions
        .iter()
        .map(|row| {
            row.first
                .as_ref()
                .map(|one| one.rule.clone())
                .unwrap_or_default()
        })
        .collect();
    rows.try_into().unwrap()
}

/// An authorization request that conforms to every revision, answered as told.
fn asked(change: impl Fn(&str) -> String, answer: &str) -> String {
    let request = "> GET https://as.example/authorize?response_type=code&client_id=a&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&resource=https%3A%2F%2Fmcp.example%2Fmcp";
    format!("{}\n{answer}\n", change(request))
}

#[test]
fn default_endpoints_that_are_not_there_are_the_cause_where_they_count() {
    let text = refused("< WWW-Authenticate: Bearer")
        + &none(LEGACY)
        + &none("https://mcp.example/authorize?client_id=c&response_type=code");
    assert_eq!(first(&text)[0], "server/default-endpoint-missing");
}

#[test]
fn what_only_gets_worse_shows_in_the_verdict() {
    use crate::finding::Overall::{Needs, Ok, Undetermined};
    let named =
        |document: &str| refused(CHALLENGE) + &got(METADATA, RESOURCE) + &got(SERVER, document);
    let good = complete("https://as.example", BOTH);
    let documents = complete(
        "https://as.example",
        &format!(
            r#"{S256},"client_id_metadata_document_supported":true,"token_endpoint_auth_methods_supported":["none"]"#
        ),
    );
    for (what, text, expected) in [
        // Client ID metadata documents came with 2025-11-25.
        (
            "no registration but by a document",
            named(&documents),
            [Undetermined, Needs, Ok, Ok],
        ),
        // SEP-2207 forbids it from 2026-07-28 on; it stops nobody.
        (
            "offline_access in the challenge",
            named(&good).replace("mcp\"\n", "mcp\", scope=\"a offline_access\"\n"),
            [Undetermined, Ok, Ok, Ok],
        ),
        // `resource` came with 2025-06-18 (RFC 8707); what the authorization server makes of it was not seen.
        (
            "no resource in the request",
            named(&good)
                + &asked(
                    |url| url.replace("&resource=https%3A%2F%2Fmcp.example%2Fmcp", ""),
                    "< 200",
                ),
            [Undetermined; 4],
        ),
    ] {
        let verdicts: Vec<_> = lens(&transcript::read(&text).unwrap())
            .revisions
            .iter()
            .map(|row| row.verdict)
            .collect();
        assert_eq!(verdicts, expected, "{what}");
    }
}

#[test]
fn a_revision_whose_own_document_nobody_asked_for_is_not_called_fine() {
    let text = refused(CHALLENGE)
        + &got(METADATA, RESOURCE)
        + &got(SERVER, &complete("https://as.example", S256));
    let lens_of = |text: &str| lens(&transcript::read(text).unwrap());
    let unseen = lens_of(&text);
    assert_eq!(
        unseen.revisions[0].verdict,
        crate::finding::Overall::Undetermined
    );
    let seen = lens_of(&(text + &got(LEGACY, &complete("https://mcp.example", S256))));
    assert_ne!(
        seen.revisions[0].verdict,
        crate::finding::Overall::Undetermined
    );
}

#[test]
fn the_revision_is_named_from_which_on_it_breaks_or_works() {
    let metadata = complete(
        "https://as.example",
        r#","registration_endpoint":"https://as.example/register""#,
    );
    let breaks = lens(
        &transcript::read(
            &(refused(CHALLENGE) + &got(METADATA, RESOURCE) + &got(SERVER, &metadata)),
        )
        .unwrap(),
    );
    assert_eq!(
        (breaks.breaks_from, breaks.works_from),
        (Some(Revision::V2025_11_25), None)
    );
    let works = lens(
        &transcript::read(
            &(refused(CHALLENGE)
                + &got(METADATA, RESOURCE)
                + &none(SERVER)
                + &got(OPENID, &complete("https://as.example", BOTH))),
        )
        .unwrap(),
    );
    assert_eq!(
        (works.breaks_from, works.works_from),
        (None, Some(Revision::V2025_11_25))
    );
}
