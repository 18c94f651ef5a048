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
    assert_eq!(stop(&rows, "typescript-sdk-1"), None);
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
fn without_any_registration_a_client_asks_or_stops() {
    let rows = rows(
        "https://h.example/mcp",
        &GOOD.replace("registration_endpoint", "x"),
    );
    assert_eq!(stop(&rows, "goose"), Some("registration"));
    let vscode = rows.iter().find(|row| row.client == "vscode").unwrap();
    let asks = vscode
        .steps
        .iter()
        .find(|stage| stage.does == Does::Asks)
        .unwrap();
    assert!(asks.why.contains("http://127.0.0.1:33418"));
}

#[test]
fn what_is_not_known_is_said_to_be_not_modelled() {
    let rows = rows(
        "https://h.example/mcp",
        &GOOD.replace("\"code_challenge_methods_supported\":[\"S256\"]", "\"x\":1"),
    );
    assert_eq!(stop(&rows, "zed"), Some("pkce"));
    let codex = rows.iter().find(|row| row.client == "codex").unwrap();
    assert!(
        codex
            .steps
            .iter()
            .any(|stage| stage.step == "pkce" && stage.does == Does::NotModelled)
    );
}
