//! Where each client stops.

use super::matrix;
use crate::advice::clients::{Does, Row};
use crate::evidence::transcript;

fn rows(resource: &str, server: &str) -> Vec<Row> {
    let text = format!(
        "server: https://h.example/mcp
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < {{\"resource\":\"{resource}\",\"authorization_servers\":[\"https://as.example\"]}}
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {server}"
    );
    matrix(&transcript::read(&text).unwrap())
}

fn stop(rows: &[Row], client: &str) -> Option<&'static str> {
    rows.iter()
        .find(|row| row.client == client)
        .unwrap()
        .stops_at
}

const GOOD: &str = "{\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"registration_endpoint\":\"https://as.example/r\",\"code_challenge_methods_supported\":[\"S256\"]}";

#[test]
fn a_resource_that_is_a_prefix_stops_the_strict_clients_only() {
    let rows = rows("https://h.example/", GOOD);
    assert_eq!(stop(&rows, "vscode"), Some("resource"));
    assert_eq!(stop(&rows, "gemini-cli"), Some("resource"));
    for lenient in ["typescript-sdk-1", "rmcp", "goose", "codex"] {
        assert_eq!(stop(&rows, lenient), None, "{lenient}");
    }
}

#[test]
fn another_issuer_stops_those_that_compare_it() {
    let rows = rows(
        "https://h.example/mcp",
        &GOOD.replace(
            "\"issuer\":\"https://as.example\"",
            "\"issuer\":\"https://cf.as.example\"",
        ),
    );
    assert_eq!(stop(&rows, "rmcp"), Some("issuer"));
    assert_eq!(stop(&rows, "typescript-sdk-2"), Some("issuer"));
    assert_eq!(stop(&rows, "vscode"), None);
}

#[test]
fn without_any_registration_a_client_asks_for_an_id_and_says_what_to_register() {
    let rows = rows(
        "https://h.example/mcp",
        &GOOD.replace("registration_endpoint", "x"),
    );
    let asks = |client: &str| {
        let row = rows.iter().find(|row| row.client == client).unwrap();
        let asks = row.steps.iter().find(|stage| stage.does == Does::Asks);
        asks.unwrap().why.clone()
    };
    assert!(asks("vscode").contains("http://127.0.0.1:33418"));
    assert!(asks("zed").contains("http://127.0.0.1:27523/callback"));
    assert!(asks("codex").contains("set a fixed port"));
}

#[test]
fn what_is_not_known_is_said_to_be_not_modelled() {
    let rows = rows(
        "https://h.example/mcp",
        &GOOD.replace("\"code_challenge_methods_supported\":[\"S256\"]", "\"x\":1"),
    );
    assert_eq!(stop(&rows, "zed"), Some("pkce"));
    let cursor = rows.iter().find(|row| row.client == "cursor").unwrap();
    assert!(
        cursor
            .steps
            .iter()
            .any(|stage| stage.step == "pkce" && stage.does == Does::NotModelled)
    );
}

#[test]
fn a_client_that_wants_metadata_stops_where_there_is_none_and_the_others_guess() {
    let text = "server: https://h.example/mcp
        > POST https://h.example/mcp
        < 401
        < WWW-Authenticate: Bearer
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 404
        > GET https://h.example/.well-known/oauth-protected-resource
        < 404";
    let rows = matrix(&transcript::read(text).unwrap());
    assert_eq!(stop(&rows, "zed"), Some("resource metadata"));
    assert_eq!(stop(&rows, "goose"), None);
}

#[test]
fn a_form_encoded_token_stops_who_reads_json_only() {
    let text = "> POST https://as.example/token
        > grant_type=authorization_code&code=c
        < 200
        < Content-Type: application/x-www-form-urlencoded
        < access_token=t&token_type=bearer";
    let rows = matrix(&transcript::read(text).unwrap());
    assert_eq!(stop(&rows, "zed"), Some("token"));
    assert_eq!(stop(&rows, "gemini-cli"), None);
}
