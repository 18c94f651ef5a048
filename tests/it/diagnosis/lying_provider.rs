//! Enterprise-managed authorization with an identity provider that lies: the authorization server refuses what it was given, as it must, and the
//! cause is the provider. Without a lie the cause is the leg that refused.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::evidence::{Evidence, Vantage};
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::report;
use serde_json::{Value, json};

const NOW: f64 = 1_790_000_000_000.0;
const ID_JAG: &str = "urn:ietf:params:oauth:token-type:id-jag";
const IDP: &str = "https://idp.example/token";
const SERVER: &str = "https://as.example/token";
const REFUSED: &str = r#"{"error":"invalid_grant"}"#;

fn asked(url: &str, body: String, status: u16, answer: &str) -> Exchange {
    Exchange {
        request: Request {
            method: "POST".to_owned(),
            url: url.to_owned(),
            headers: Headers::from_iter([("content-type", "application/x-www-form-urlencoded")]),
            body: Some(body),
        },
        response: Some(Response {
            status,
            headers: Headers::from_iter([
                ("content-type", "application/json"),
                ("cache-control", "no-store"),
            ]),
            body: Some(answer.to_owned()),
            ..Response::default()
        }),
        started_at: Some(NOW),
        ..Exchange::default()
    }
}

fn at_the_provider(status: u16, answer: &str) -> Exchange {
    let body = format!(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&requested_token_type={ID_JAG}&audience=https%3A%2F%2Fas.example&resource=https%3A%2F%2Fmcp.example%2Fmcp&subject_token=s&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token&client_id=c"
    );
    asked(IDP, body, status, answer)
}

fn at_the_server(status: u16, answer: &str) -> Exchange {
    let body =
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a&client_id=c";
    asked(SERVER, body.to_owned(), status, answer)
}

/// The provider's answer, right but for the changes to the assertion's header and claims.
fn issued(header: &Value, claims: &Value) -> String {
    let merged = |mut right: Value, changes: &Value| {
        for (name, value) in changes.as_object().unwrap() {
            match value {
                Value::Null => right.as_object_mut().unwrap().remove(name),
                value => right
                    .as_object_mut()
                    .unwrap()
                    .insert(name.clone(), value.clone()),
            };
        }
        URL_SAFE_NO_PAD.encode(right.to_string())
    };
    let header = merged(json!({ "alg": "ES256", "typ": "oauth-id-jag+jwt" }), header);
    let right = json!({ "iss": "https://idp.example", "sub": "s", "aud": "https://as.example/", "client_id": "c", "iat": NOW / 1000.0, "exp": NOW / 1000.0 + 300.0 });
    let token = format!("{header}.{}.c2ln", merged(right, claims));
    json!({ "access_token": token, "issued_token_type": ID_JAG, "token_type": "N_A", "expires_in": 300 }).to_string()
}

fn cause(exchanges: Vec<Exchange>) -> (String, Option<String>) {
    let evidence = Evidence {
        server: Some("https://mcp.example/mcp".to_owned()),
        exchanges,
        now: Some(NOW),
        seen_from: None::<Vantage>,
        ..Evidence::default()
    };
    let report = report::judge(&evidence);
    let found = report.cause.as_ref();
    let member = found.and_then(|cause| cause.r#where.as_ref()?.member.clone());
    (
        found.map_or("none".to_owned(), |cause| cause.rule.to_string()),
        member,
    )
}

#[test]
fn each_lie_of_the_provider_is_the_cause_of_what_the_server_refuses() {
    let other_type = |of: &str| {
        json!({ "access_token": "t", "issued_token_type": of, "token_type": "Bearer" }).to_string()
    };
    let none = json!({});
    for (lie, answer, member) in [
        (
            "an access token of its own",
            other_type("urn:ietf:params:oauth:token-type:access_token"),
            "issued_token_type",
        ),
        (
            "the person's id token",
            other_type("urn:ietf:params:oauth:token-type:id_token"),
            "issued_token_type",
        ),
        (
            "no type at all",
            json!({ "access_token": "t", "token_type": "N_A" }).to_string(),
            "issued_token_type",
        ),
        (
            "an id token under the assertion's name",
            issued(&json!({ "typ": "JWT" }), &none),
            "typ",
        ),
        (
            "a header without a type",
            issued(&json!({ "typ": null }), &none),
            "typ",
        ),
        (
            "an assertion for another server",
            issued(&none, &json!({ "aud": "https://other.example" })),
            "aud",
        ),
        (
            "an assertion for the MCP server",
            issued(&none, &json!({ "aud": "https://mcp.example/mcp" })),
            "aud",
        ),
        (
            "an assertion for nobody",
            issued(&none, &json!({ "aud": null })),
            "aud",
        ),
        (
            "an assertion of no client",
            issued(&none, &json!({ "client_id": null })),
            "client_id",
        ),
        (
            "an assertion that is over",
            issued(&none, &json!({ "exp": NOW / 1000.0 - 1.0 })),
            "exp",
        ),
        (
            "an assertion without an end",
            issued(&none, &json!({ "exp": null })),
            "exp",
        ),
    ] {
        let found = cause(vec![
            at_the_provider(200, &answer),
            at_the_server(400, REFUSED),
        ]);
        assert_eq!(
            found,
            (
                "access/identity-content".to_owned(),
                Some(member.to_owned())
            ),
            "{lie}"
        );
    }
}

#[test]
fn three_legs_have_three_owners() {
    let right = issued(&json!({}), &json!({}));
    let ask_again = r#"{"error":"insufficient_user_authentication","error_description":"A fresh sign-in is needed"}"#;
    for (leg, exchanges, expected) in [
        (
            "the provider",
            vec![at_the_provider(400, r#"{"error":"invalid_target"}"#)],
            "access/identity-issued",
        ),
        (
            "the authorization server",
            vec![at_the_provider(200, &right), at_the_server(400, REFUSED)],
            "access/identity-assertion",
        ),
        (
            "the person, who has to sign in anew",
            vec![at_the_provider(200, &right), at_the_server(400, ask_again)],
            "access/stronger-sign-in",
        ),
    ] {
        assert_eq!(cause(exchanges).0, expected, "{leg}");
    }
}
