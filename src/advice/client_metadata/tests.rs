//! What was made passes; what an authorization server refuses is named.

use super::{Wanted, check, create};
use crate::http::{Exchange, Headers, Response};
use serde_json::{Map, Value};

const URL: &str = "https://app.example/oauth/client.json";

fn wanted(uri: &str) -> Wanted {
    Wanted {
        url: URL.to_owned(),
        client_name: "App".to_owned(),
        redirect_uris: vec![uri.to_owned()],
        ..Wanted::default()
    }
}

fn answer(body: &str) -> Exchange {
    Exchange {
        response: Some(Response {
            status: 200,
            headers: Headers::new().with("Content-Type", "application/json"),
            body: Some(body.to_owned()),
            ..Response::default()
        }),
        ..Exchange::default()
    }
}

#[test]
fn what_was_made_passes_the_check() {
    let made = create(&wanted("http://127.0.0.1:41937/callback")).unwrap();
    assert!(made.document.contains("\"application_type\": \"native\""));
    assert_eq!(check(URL, &answer(&made.document)), []);
}

#[test]
fn what_can_not_be_used_is_named() {
    assert_eq!(
        create(&wanted("http://app.example/cb")).unwrap_err().what,
        "redirectUris"
    );
    let at_root = Wanted {
        url: "https://app.example/".to_owned(),
        ..wanted("https://app.example/cb")
    };
    assert!(create(&at_root).is_err());
}

#[test]
fn a_document_with_a_secret_a_redirect_or_another_id_is_refused() {
    let document = "{\"client_id\":\"https://other.example/c\",\"client_name\":\"x\",\"redirect_uris\":[\"https://a/cb\"],\"client_secret\":\"s\"}";
    let flaws = check(URL, &answer(document));
    let members: Vec<&str> = flaws.iter().map(|flaw| flaw.member.as_str()).collect();
    assert_eq!(
        members,
        [
            "client_id",
            "grant_types",
            "token_endpoint_auth_method",
            "client_secret"
        ]
    );
    let mut redirected = answer(document);
    redirected.response.as_mut().unwrap().status = 302;
    assert_eq!(check(URL, &redirected)[0].member, "Location");
}

/// What is fatal and what is minor about a good document with some members changed.
fn flaws_with(changes: &str) -> Vec<(String, bool)> {
    let made = create(&wanted("http://127.0.0.1:41937/callback")).unwrap();
    let mut document: Map<String, Value> = serde_json::from_str(&made.document).unwrap();
    let changes: Map<String, Value> = serde_json::from_str(changes).unwrap();
    document.extend(changes);
    document.retain(|_, value| !value.is_null());
    let flaws = check(URL, &answer(&Value::Object(document).to_string()));
    flaws
        .into_iter()
        .map(|flaw| (flaw.member, flaw.fatal))
        .collect()
}

#[test]
fn what_is_no_document_is_named_and_nothing_else() {
    let page = "<!doctype html><title>Not here</title>";
    for (status, media_type, body, said) in [
        (
            404,
            "text/html",
            page,
            "404 instead of 200, with a web page.",
        ),
        (404, "application/json", "{}", "404 instead of 200."),
        (
            200,
            "text/html; charset=utf-8",
            page,
            "It is a web page (“text/html”), not a document in JSON.",
        ),
        (200, "application/json", "[]", "It is not a JSON object."),
        (
            301,
            "text/html",
            page,
            "It redirects; authorization servers must not follow.",
        ),
    ] {
        let mut exchange = answer(body);
        let response = exchange.response.as_mut().unwrap();
        response.status = status;
        response.headers = Headers::new().with("Content-Type", media_type);
        for url in [URL, "http://127.0.0.1:3000/client.json"] {
            let flaws = check(url, &exchange);
            let whats: Vec<&str> = flaws.iter().map(|flaw| flaw.what.as_str()).collect();
            assert_eq!(whats, [said]);
            assert!(flaws[0].fatal);
        }
    }
}

#[test]
fn each_member_that_stops_a_sign_in_is_fatal_and_the_others_are_not() {
    for (changes, member, fatal) in [
        (
            r#"{"client_id":"https://app.example/oauth/client.json/"}"#,
            "client_id",
            true,
        ),
        (r#"{"client_name":" "}"#, "client_name", true),
        (r#"{"redirect_uris":[]}"#, "redirect_uris", true),
        (
            r#"{"redirect_uris":"http://127.0.0.1:1/cb"}"#,
            "redirect_uris",
            true,
        ),
        (
            r#"{"redirect_uris":["https://app.example/cb#x"]}"#,
            "redirect_uris",
            true,
        ),
        (
            r#"{"redirect_uris":["com.example.app:/cb"]}"#,
            "redirect_uris",
            false,
        ),
        (r#"{"application_type":"web"}"#, "application_type", false),
        (r#"{"application_type":null}"#, "application_type", false),
        (
            r#"{"grant_types":["authorization_code"]}"#,
            "grant_types",
            false,
        ),
        (r#"{"grant_types":["refresh_token"]}"#, "grant_types", true),
        (r#"{"response_types":["token"]}"#, "response_types", true),
        (
            r#"{"token_endpoint_auth_method":"client_secret_post"}"#,
            "token_endpoint_auth_method",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":null}"#,
            "token_endpoint_auth_method",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":"tls_client_auth"}"#,
            "token_endpoint_auth_method",
            false,
        ),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt"}"#,
            "jwks_uri",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"http://app.example/keys"}"#,
            "jwks_uri",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{"kty":"EC","d":"x"}]}}"#,
            "jwks",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{"kty":"oct","k":"x"}]}}"#,
            "jwks",
            true,
        ),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt","jwks":[]}"#,
            "jwks",
            true,
        ),
        (
            r#"{"client_secret_expires_at":0}"#,
            "client_secret_expires_at",
            true,
        ),
    ] {
        let found = flaws_with(changes);
        assert!(
            found.contains(&(member.to_owned(), fatal)),
            "{changes}: {found:?}"
        );
    }
    let keys = r#"{"token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_methods_supported":["private_key_jwt","none"],"jwks":{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}}"#;
    assert_eq!(flaws_with(keys), []);
}

#[test]
fn what_is_legal_and_may_still_fail_is_a_warning_of_create() {
    let both = Wanted {
        redirect_uris: vec![
            "http://127.0.0.1:41937/callback".to_owned(),
            "https://app.example/cb".to_owned(),
        ],
        ..wanted("")
    };
    let warnings = create(&both).unwrap().warnings.join(" ");
    assert!(
        warnings.contains("only port 41937") && warnings.contains("only one kind"),
        "{warnings}"
    );
    let private = Wanted {
        url: "https://10.0.0.7/client.json".to_owned(),
        ..wanted("vscode://acme.mcp/cb")
    };
    let warnings = create(&private).unwrap().warnings.join(" ");
    assert!(
        warnings.contains("same network") && warnings.contains("localhost or https"),
        "{warnings}"
    );
    let keys = Wanted {
        jwks_uri: Some("http://app.example/keys".to_owned()),
        ..wanted("https://app.example/cb")
    };
    assert_eq!(create(&keys).unwrap_err().what, "jwksUri");
}

#[test]
fn a_document_that_is_too_large_says_so_and_is_not_called_broken() {
    let mut large = answer(&"x".repeat(6000));
    large.response.as_mut().unwrap().body_partial = true;
    let flaws = check(URL, &large);
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert!(flaws[0].what.contains("More than 6000 bytes"));
}

const KEY: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"x","y":"y"}]}"#;

#[test]
fn a_document_with_its_own_key_offers_both_ways_and_passes() {
    let jwks = serde_json::from_str(KEY).unwrap();
    let made = create(&Wanted {
        jwks: Some(jwks),
        ..wanted("https://app.example/cb")
    });
    let document = made.unwrap().document;
    assert!(
        document.contains("\"private_key_jwt\",\n    \"none\""),
        "{document}"
    );
    assert_eq!(check(URL, &answer(&document)), []);
}

#[test]
fn a_private_key_is_never_put_into_a_document() {
    let jwks =
        serde_json::from_str(&KEY.replace("\"y\":\"y\"", "\"y\":\"y\",\"d\":\"d\"")).unwrap();
    let wrong = create(&Wanted {
        jwks: Some(jwks),
        ..wanted("https://app.example/cb")
    });
    assert_eq!(wrong.unwrap_err().what, "jwks");
}

#[test]
fn the_list_of_methods_is_checked_beside_the_preferred_one() {
    let with = |members: &str| {
        let document = create(&wanted("https://app.example/cb")).unwrap().document;
        let document = document.replacen('{', &format!("{{{members},"), 1);
        let flaws = check(URL, &answer(&document));
        flaws
            .into_iter()
            .map(|flaw| (flaw.member, flaw.fatal))
            .collect::<Vec<_>>()
    };
    const LIST: &str = "token_endpoint_auth_methods_supported";
    assert_eq!(
        with("\"token_endpoint_auth_methods_supported\":[\"none\"]"),
        []
    );
    assert_eq!(
        with("\"token_endpoint_auth_methods_supported\":[\"none\",\"client_secret_post\"]"),
        [(LIST.to_owned(), true)]
    );
    let keyless = "\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"]";
    assert_eq!(with(keyless), [("jwks_uri".to_owned(), true)]);
    assert_eq!(
        with(&format!(
            "{keyless},\"jwks_uri\":\"https://app.example/jwks\""
        )),
        []
    );
    let other = "\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\"],\"jwks_uri\":\"https://app.example/jwks\"";
    assert_eq!(with(other), [(LIST.to_owned(), true)]);
}

#[test]
fn a_document_that_may_not_be_kept_is_named() {
    let document = create(&wanted("https://app.example/cb")).unwrap().document;
    let mut exchange = answer(&document);
    if let Some(response) = &mut exchange.response {
        response.headers.push("Cache-Control", "private, no-store");
    }
    let flaws = check(URL, &exchange);
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert_eq!(
        (flaws[0].member.as_str(), flaws[0].fatal),
        ("Cache-Control", false)
    );
}
