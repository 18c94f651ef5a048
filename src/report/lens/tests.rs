//! Where each revision breaks first, for what the revisions disagree about.

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
fn each_revision_breaks_first_where_it_differs_from_the_others() {
    const NO: &str = "";
    let good = complete("https://as.example", BOTH);
    let tenant = "https://as.example/t";
    let register = r#","registration_endpoint":"https://as.example/register""#;
    let named =
        |document: &str| refused(CHALLENGE) + &got(METADATA, RESOURCE) + &got(SERVER, document);
    let quiet = "< WWW-Authenticate: Bearer";
    let callback = |also: &str, iss: &str| {
        named(&complete("https://as.example", &format!("{BOTH}{also}")))
            + &asked(
                str::to_owned,
                &format!("< 302\n< Location: http://127.0.0.1:1/cb?code=c&state=s{iss}"),
            )
            + &format!("> GET http://127.0.0.1:1/cb?code=c&state=s{iss}\n< 200\n")
    };
    let announced = r#","authorization_response_iss_parameter_supported":true"#;
    let cases: Vec<(&str, String, [&str; 4])> = vec![
        ("nothing is wrong", named(&good), [NO; 4]),
        // Only a challenge leads to the metadata in 2025-06-18; from 2025-11-25 on the well-known locations do too (SEP-985).
        (
            "no challenge",
            refused(NO) + &got(METADATA, RESOURCE) + &got(SERVER, &good),
            [NO, "challenge/missing", NO, NO],
        ),
        (
            "a challenge of another scheme",
            refused("< WWW-Authenticate: Basic realm=\"x\"")
                + &got(METADATA, RESOURCE)
                + &got(SERVER, &good),
            [NO, "challenge/other-scheme", NO, NO],
        ),
        (
            "a challenge that names no metadata",
            refused(quiet) + &got(METADATA, RESOURCE) + &got(SERVER, &good),
            [NO, "challenge/without-metadata", NO, NO],
        ),
        (
            "metadata at the root",
            refused(quiet)
                + &none(METADATA)
                + &got(ROOT, &RESOURCE.replace("example/mcp", "example"))
                + &got(SERVER, &good),
            [NO, "challenge/without-metadata", NO, NO],
        ),
        // OpenID Connect Discovery counts from 2025-11-25 on (PR 797).
        (
            "OpenID metadata only",
            refused(CHALLENGE) + &got(METADATA, RESOURCE) + &none(SERVER) + &got(OPENID, &good),
            [NO, "server/only-openid", NO, NO],
        ),
        (
            "OpenID metadata of a tenant only",
            refused(CHALLENGE)
                + &got(METADATA, &RESOURCE.replace("https://as.example", tenant))
                + &none("https://as.example/.well-known/oauth-authorization-server/t")
                + &none("https://as.example/.well-known/openid-configuration/t")
                + &got(
                    "https://as.example/t/.well-known/openid-configuration",
                    &complete(tenant, BOTH),
                ),
            [NO, "server/only-openid", NO, NO],
        ),
        // A client has to see S256 from 2025-11-25 on, in OpenID metadata too.
        (
            "PKCE not advertised",
            named(&complete("https://as.example", register)),
            [
                NO,
                NO,
                "server/pkce-not-advertised",
                "server/pkce-not-advertised",
            ],
        ),
        (
            "PKCE not advertised by OpenID metadata",
            refused(CHALLENGE)
                + &got(METADATA, RESOURCE)
                + &none(SERVER)
                + &got(OPENID, &complete("https://as.example", register)),
            [
                NO,
                "server/only-openid",
                "server/pkce-not-advertised",
                "server/pkce-not-advertised",
            ],
        ),
        (
            "PKCE without S256",
            named(&complete(
                "https://as.example",
                &format!(r#"{register},"code_challenge_methods_supported":["plain"]"#),
            )),
            ["server/pkce-without-s256"; 4],
        ),
        // There is no resource metadata in 2025-03-26: the origin of the server is the authorization server, and may have defaults.
        (
            "metadata at the server's origin only",
            refused(quiet)
                + &none(METADATA)
                + &none(ROOT)
                + &got(
                    LEGACY,
                    &complete(
                        "https://mcp.example",
                        &BOTH.replace("as.example", "mcp.example"),
                    ),
                ),
            [
                NO,
                "challenge/without-metadata",
                "resource/metadata-missing",
                "resource/metadata-missing",
            ],
        ),
        (
            "default endpoints only",
            refused(quiet) + &none(METADATA) + &none(ROOT) + &none(LEGACY),
            [
                NO,
                "challenge/without-metadata",
                "resource/metadata-missing",
                "resource/metadata-missing",
            ],
        ),
        (
            "another resource",
            refused(CHALLENGE)
                + &got(METADATA, &RESOURCE.replace("mcp.example", "other.example"))
                + &got(SERVER, &good),
            [
                NO,
                "resource/resource-mismatch",
                "resource/resource-mismatch",
                "resource/resource-mismatch",
            ],
        ),
        // Common with providers that sign in for others in 2025-03-26, and spelled out as a MUST NOT in the end (RFC 8414 §3.3).
        (
            "metadata of another issuer",
            named(&good.replace("\"issuer\":\"https://as.", "\"issuer\":\"https://other.")),
            [
                NO,
                "server/issuer-mismatch",
                "server/issuer-mismatch",
                "server/issuer-mismatch",
            ],
        ),
        // RFC 9207 binds who supports it in every revision.
        (
            "an announced iss that does not come",
            callback(announced, NO),
            ["callback/iss-missing"; 4],
        ),
        (
            "the iss of another",
            callback(NO, "&iss=https%3A%2F%2Fevil.example"),
            ["callback/iss-mismatch"; 4],
        ),
        (
            "a redirect URI of another machine by http",
            named(&good) + &asked(|url| url.replace("127.0.0.1", "app.example"), "< 200"),
            ["authorization/insecure-redirect-uri"; 4],
        ),
    ];
    for (what, text, expected) in cases {
        assert_eq!(first(&text), expected, "{what}");
    }
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
    use crate::finding::Overall::{Degraded, Ok, Undetermined};
    let named =
        |document: &str| refused(CHALLENGE) + &got(METADATA, RESOURCE) + &got(SERVER, document);
    let good = complete("https://as.example", BOTH);
    let documents = complete(
        "https://as.example",
        &format!(r#"{S256},"client_id_metadata_document_supported":true"#),
    );
    for (what, text, expected) in [
        // Client ID metadata documents came with 2025-11-25.
        (
            "no registration but by a document",
            named(&documents),
            [Undetermined, Degraded, Ok, Ok],
        ),
        // SEP-2207 forbids it from 2026-07-28 on.
        (
            "offline_access in the challenge",
            named(&good).replace("mcp\"\n", "mcp\", scope=\"a offline_access\"\n"),
            [Undetermined, Ok, Ok, Degraded],
        ),
        // `resource` came with 2025-06-18 (RFC 8707).
        (
            "no resource in the request",
            named(&good)
                + &asked(
                    |url| url.replace("&resource=https%3A%2F%2Fmcp.example%2Fmcp", ""),
                    "< 200",
                ),
            [Undetermined, Degraded, Degraded, Degraded],
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
            &(refused("")
                + &got(METADATA, RESOURCE)
                + &got(SERVER, &complete("https://as.example", BOTH))),
        )
        .unwrap(),
    );
    assert_eq!(
        (works.breaks_from, works.works_from),
        (None, Some(Revision::V2025_11_25))
    );
}
