//! What each directory misses in which server.

use super::{State, readiness};
use crate::evidence::transcript;

const TOOLS: &str = r#"{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"add","title":"Add","annotations":{"readOnlyHint":true,"destructiveHint":false,"openWorldHint":false}}]}}"#;
const GOOD: &str = r#"{"issuer":"https://as.example","authorization_endpoint":"https://as.example/a","token_endpoint":"https://as.example/t","registration_endpoint":"https://as.example/r","client_id_metadata_document_supported":true,"grant_types_supported":["authorization_code","refresh_token"],"token_endpoint_auth_methods_supported":["none"],"code_challenge_methods_supported":["S256"]}"#;

/// What is not met or was not tried, as `directory/point`, after a sign-in that was renewed.
fn open(server: &str, metadata: &str, tools: &str) -> Vec<String> {
    in_state(&signed_in(server, metadata, tools), |state| {
        state != State::Met
    })
}

fn in_state(text: &str, is_meant: impl Fn(State) -> bool) -> Vec<String> {
    let all = readiness(&transcript::read(text).unwrap());
    let points = all
        .iter()
        .flat_map(|one| one.points.iter().map(move |point| (one.directory, point)));
    points
        .filter(|(_, point)| is_meant(point.state))
        .inspect(|(_, point)| assert!(point.state == State::Met || !point.why.is_empty()))
        .map(|(directory, point)| format!("{directory}/{}", point.id))
        .collect()
}

fn diagnosed(server: &str, metadata: &str) -> String {
    format!(
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
        < {metadata}"
    )
}

fn signed_in(server: &str, metadata: &str, tools: &str) -> String {
    let diagnosed = diagnosed(server, metadata);
    let id = "https%3A%2F%2Fapp.example%2Fclient.json";
    format!(
        "{diagnosed}
        > POST https://as.example/t
        > Content-Type: application/x-www-form-urlencoded
        > grant_type=authorization_code&code=c&client_id={id}
        < 200
        < {{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\"}}
        > POST https://as.example/t
        > Content-Type: application/x-www-form-urlencoded
        > grant_type=refresh_token&refresh_token=r&client_id={id}
        < 200
        < {{\"access_token\":\"t\",\"token_type\":\"Bearer\"}}
        > POST {server}
        > Authorization: Bearer t
        > {{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}}
        < 200
        < Content-Type: application/json
        < {tools}"
    )
}

#[test]
fn a_server_that_has_all_is_ready_for_both() {
    assert_eq!(
        open("https://h.example/mcp", GOOD, TOOLS),
        Vec::<String>::new()
    );
}

#[test]
fn what_only_a_sign_in_shows_was_not_tried_by_a_diagnosis() {
    let text = diagnosed("https://h.example/mcp", GOOD);
    assert_eq!(
        in_state(&text, |state| state == State::NotTried),
        [
            "claude-ai/oauth",
            "claude-ai/client",
            "claude-ai/refresh",
            "claude-ai/tool-annotations",
            "chatgpt/client",
            "chatgpt/tool-annotations"
        ]
    );
    assert!(in_state(&text, |state| state == State::NotMet).is_empty());
}

#[test]
fn nothing_is_judged_of_a_server_that_was_not_reached() {
    let unreached = [
        "server: https://h.example/mcp",
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        ! timeout no answer

        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        ! timeout no answer

        > GET https://h.example/.well-known/oauth-authorization-server
        < 503",
    ];
    for text in unreached {
        let judged = in_state(text, |state| state != State::NotTried);
        // A status is an answer of the server, whatever it says.
        let reached = ["claude-ai/public-https", "chatgpt/public-https"];
        assert!(
            judged
                .iter()
                .all(|one| text.contains("503") && reached.contains(&one.as_str())),
            "{judged:?}"
        );
    }
}

#[test]
fn the_first_page_of_a_list_of_tools_is_not_all_of_it() {
    let tools = TOOLS.replace("\"tools\":", "\"nextCursor\":\"2\",\"tools\":");
    assert_eq!(
        open("https://h.example/mcp", GOOD, &tools),
        ["claude-ai/tool-annotations", "chatgpt/tool-annotations"]
    );
}

#[test]
fn each_directory_names_what_it_misses() {
    let not_met = |text: &str| in_state(text, |state| state == State::NotMet);
    let without = |what: &str| {
        let metadata = GOOD.replace(what, "\"x\":1");
        not_met(&signed_in("https://h.example/mcp", &metadata, TOOLS))
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
    let diagnosed = diagnosed("https://h.example/mcp", &codes);
    assert_eq!(
        not_met(&diagnosed),
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
