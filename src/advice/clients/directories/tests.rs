//! What each directory misses in which server.

use super::{State, readiness};
use crate::evidence::transcript;

const TOOLS: &str = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"add","title":"Add","annotations":{"readOnlyHint":true,"destructiveHint":false,"openWorldHint":false}}]}}"#;
const GOOD: &str = r#"{"issuer":"https://as.example","authorization_endpoint":"https://as.example/a","token_endpoint":"https://as.example/t","registration_endpoint":"https://as.example/r","client_id_metadata_document_supported":true,"grant_types_supported":["authorization_code","refresh_token"],"token_endpoint_auth_methods_supported":["none"],"code_challenge_methods_supported":["S256"]}"#;

/// What is not met or not seen, as `directory/point`.
fn open(server: &str, metadata: &str, tools: &str) -> Vec<String> {
    let text = format!(
        "server: {server}
        > POST {server}
        > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
        < 401
        < WWW-Authenticate: Bearer
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < {{\"resource\":\"{server}\",\"authorization_servers\":[\"https://as.example\"]}}
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {metadata}
        > POST {server}
        > Authorization: Bearer t
        > {{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}}
        < 200
        < Content-Type: application/json
        < {tools}"
    );
    let all = readiness(&transcript::read(&text).unwrap());
    let points = all
        .iter()
        .flat_map(|one| one.points.iter().map(move |point| (one.directory, point)));
    points
        .filter(|(_, point)| point.state != State::Met)
        .map(|(directory, point)| format!("{directory}/{}", point.id))
        .collect()
}

#[test]
fn a_server_that_has_all_is_ready_for_both() {
    assert_eq!(
        open("https://h.example/mcp", GOOD, TOOLS),
        Vec::<String>::new()
    );
}

#[test]
fn each_directory_names_what_it_misses() {
    let without = |what: &str| {
        open(
            "https://h.example/mcp",
            &GOOD.replace(what, "\"x\":1"),
            TOOLS,
        )
    };
    assert_eq!(
        without("\"code_challenge_methods_supported\":[\"S256\"]"),
        ["chatgpt/pkce"]
    );
    assert_eq!(
        without("\"token_endpoint_auth_methods_supported\":[\"none\"]"),
        ["chatgpt/authentication-methods"]
    );
    let codes = GOOD.replace(
        "[\"authorization_code\",\"refresh_token\"]",
        "[\"client_credentials\"]",
    );
    assert_eq!(
        open("https://h.example/mcp", &codes, TOOLS),
        ["claude-ai/oauth", "claude-ai/refresh"]
    );
    let secrets = GOOD.replace("[\"none\"]", "[\"client_secret_post\"]");
    let secrets = secrets.replace("\"registration_endpoint\":\"https://as.example/r\",", "");
    assert_eq!(
        open("https://h.example/mcp", &secrets, TOOLS),
        ["claude-ai/client", "chatgpt/client"]
    );
}

#[test]
fn a_tool_without_hints_is_named() {
    let tools = TOOLS.replace(",\"openWorldHint\":false", "");
    assert_eq!(
        open("https://h.example/mcp", GOOD, &tools),
        ["chatgpt/tool-annotations"]
    );
}

#[test]
fn an_address_at_home_is_in_no_directory() {
    let open = open("http://127.0.0.1:3000/mcp", GOOD, TOOLS);
    assert!(open.contains(&"claude-ai/public-https".to_owned()));
    assert!(open.contains(&"chatgpt/public-https".to_owned()));
}

#[test]
fn a_server_without_a_sign_in_needs_no_authorization_server() {
    let text = "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 200
        < {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
    let all = readiness(&transcript::read(text).unwrap());
    let not_met = all
        .iter()
        .flat_map(|one| &one.points)
        .filter(|point| point.state == State::NotMet);
    assert_eq!(not_met.count(), 0);
}
