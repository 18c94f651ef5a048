//! The first rule that breaks, revision by revision.

use super::*;

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
            // Clients fall back to it in every revision.
            [NO, "challenge/without-metadata", NO, NO],
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
