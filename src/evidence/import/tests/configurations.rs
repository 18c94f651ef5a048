//! The files in which clients are told of servers.

use super::*;

#[test]
fn a_configuration_names_its_servers_and_a_program_has_no_sign_in() {
    let import = import(
        "{\n // my servers\n \"servers\": { \"a\": {\"type\":\"http\",\"url\":\"https://h.example/mcp\",\"headers\":{\"Authorization\":\"Bearer topsecret\"}}, \"b\": {\"command\":\"npx\",\"args\":[\"-y\",\"thing\"]}, }\n}",
    );
    assert_eq!(kinds(&import), [Kind::Configuration]);
    assert_eq!(
        import.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
    let parts = &import.recognised[0].parts;
    assert!(parts[0].meaning.contains("fixed credential"));
    assert!(parts[1].meaning.contains("no sign-in over HTTP here"));
    assert!(
        !serde_json::to_string(&import)
            .unwrap()
            .contains("topsecret")
    );
}

#[test]
fn the_configurations_of_claude_desktop_and_codex_are_read() {
    let desktop = import(
        "{\"mcpServers\":{\"x\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://h.example/sse\"]}}}",
    );
    assert_eq!(
        desktop.evidence.server.as_deref(),
        Some("https://h.example/sse")
    );
    let codex = import(
        "[mcp_servers.docs]\nurl = \"https://h.example/mcp\"\nbearer_token_env_var = \"TOKEN\"\n\n[mcp_servers.local]\ncommand = \"docs-server\"\n",
    );
    assert_eq!(
        codex.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
    assert_eq!(codex.recognised[0].parts.len(), 2);
}

#[test]
fn what_a_chat_does_to_quotes_and_spaces_is_undone() {
    let import = import(
        "\u{feff}{\u{201c}issuer\u{201d}:\u{a0}\u{201c}https://as.example\u{201d},\r\n\u{201c}token_endpoint\u{201d}:\u{201c}https://as.example/t\u{201d}}\r\n",
    );
    assert_eq!(kinds(&import), [Kind::ServerMetadata]);
    let quoted = read("The client says \u{201c}invalid_client\u{201d}: {\"error\":\"x\"}").unwrap();
    assert!(quoted.evidence.symptom.unwrap().contains('\u{201c}'));
}

#[test]
fn paths_of_windows_and_lists_for_each_project_are_read() {
    let windows = import(
        "{\"mcpServers\":{\"x\":{\"command\":\"C:\\Program Files\\nodejs\\npx.cmd\",\"args\":[\"mcp-remote\",\"https://h.example/sse\"]}}}",
    );
    assert_eq!(kinds(&windows), [Kind::Configuration]);
    let claude_code = import(
        "{\"numStartups\":3,\"projects\":{\"/home/a\":{\"allowedTools\":[]},\"/home/b\":{\"mcpServers\":{\"y\":{\"type\":\"http\",\"url\":\"https://h.example/mcp\"}}}}}",
    );
    assert_eq!(
        claude_code.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
}

#[test]
fn a_configuration_with_a_client_id_says_so_and_shows_no_secret() {
    for entry in [
        "\"url\":\"https://h.example/mcp\",\"auth\":{\"CLIENT_ID\":\"c\",\"CLIENT_SECRET\":\"topsecret\"}",
        "\"httpUrl\":\"https://h.example/mcp\",\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"topsecret\"}",
        "\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://h.example/mcp\",\"--static-oauth-client-info\",\"{ \\\"client_secret\\\": \\\"topsecret\\\" }\"]",
    ] {
        let import = import(&format!("{{\"mcpServers\":{{\"x\":{{{entry}}}}}}}"));
        assert!(import.recognised[0].parts[0].meaning.contains("client id"));
        assert!(
            !serde_json::to_string(&import)
                .unwrap()
                .contains("topsecret")
        );
    }
}

#[test]
fn the_rest_of_a_toml_configuration_is_no_symptom() {
    let import = import(
        "model = \"gpt-5\"\n\n[mcp_servers.docs]\nurl = \"https://h.example/mcp\"\n\n[features]\nrmcp_client = true\n",
    );
    assert_eq!(kinds(&import), [Kind::Configuration]);
    assert_eq!(import.evidence.symptom, None);
}
