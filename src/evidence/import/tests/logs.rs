//! Logs of clients and of servers.

use super::*;

#[test]
fn a_message_that_is_a_log_tells_only_of_the_failures() {
    let mut evidence = Evidence::default();
    let log = "[7] Waiting for authorization...\n[7] Auth code received, resolving promise\n[7] Authorization error: Error: Token exchange failed: HTTP 401";
    add_message(&mut evidence, log.to_owned());
    assert_eq!(
        evidence.symptom.as_deref(),
        Some("Authorization error: Error: Token exchange failed: HTTP 401")
    );
    add_message(&mut evidence, "State mismatch\nState mismatch".to_owned());
    assert_eq!(
        evidence.symptom.as_deref(),
        Some("State mismatch\nState mismatch")
    );
}

#[test]
fn a_message_that_is_an_access_log_tells_of_exchanges_at_the_known_server() {
    let mut evidence = Evidence {
        server: Some("https://h.example/mcp".to_owned()),
        ..Evidence::default()
    };
    add_message(
        &mut evidence,
        "INFO: 10.0.0.1:5 - \"POST /mcp HTTP/1.1\" 401 Unauthorized".to_owned(),
    );
    assert_eq!(evidence.exchanges[0].request.url, "https://h.example/mcp");
    assert_eq!(evidence.exchanges[0].status(), 401);
}

#[test]
fn a_log_of_json_lines_tells_of_its_warnings() {
    let import = import(
        "2026-03-15T22:59:33Z {\"level\":\"debug\",\"message\":\"removed\"}\n{\"level\":50,\"msg\":\"invalid_token\"}\n{\"level\":30,\"msg\":\"listening\"}",
    );
    assert_eq!(kinds(&import), [Kind::Log, Kind::Text]);
    assert_eq!(import.evidence.symptom.as_deref(), Some("invalid_token"));
}

#[test]
fn a_log_of_vs_code_tells_of_both_transports() {
    let import = import(
        "2025-07-25 13:57:36.953 [info] 406 status sending message to https://h.example/mcp, will attempt to fall back to legacy SSE\n2025-07-25 13:57:37.943 [info] Connection state: Error 405 status connecting to https://h.example/mcp as SSE: ",
    );
    let asked: Vec<(&str, u16)> = import
        .evidence
        .exchanges
        .iter()
        .map(|one| (one.request.method.as_str(), one.status()))
        .collect();
    assert_eq!(asked, [("POST", 406), ("GET", 405)]);
    assert_eq!(
        import.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
}

#[test]
fn an_error_about_a_token_is_none_of_the_token_endpoint() {
    let import = import("{\"error\":\"insufficient_scope\",\"required\":[\"a\"]}");
    assert!(import.evidence.exchanges.is_empty());
    assert!(
        import
            .evidence
            .symptom
            .is_some_and(|said| said.contains("insufficient_scope"))
    );
}

#[test]
fn the_log_of_vs_code_gives_exchanges_and_the_symptom() {
    let import = import(
        "2025-11-21 16:11:05.600 [info] Starting server x\n2025-11-21 16:11:05.643 [trace] Fetched https://h.example/.well-known/oauth-protected-resource: {\"status\":404,\"headers\":{\"server\":\"nginx\"}}\n2025-11-21 16:11:06.001 [info] Discovered authorization server metadata at https://as.example/.well-known/oauth-authorization-server\n2025-11-21 16:11:07.001 [warning] Error getting token from server metadata: ServerError: invalid_target\n2025-11-21 16:11:08.001 [info] Connection state: Error 401 status sending message to https://h.example/mcp: {\"error\":\"x\"}",
    );
    assert_eq!(
        import.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
    let statuses: Vec<u16> = import
        .evidence
        .exchanges
        .iter()
        .map(crate::http::Exchange::status)
        .collect();
    assert_eq!(statuses, [404, 200, 401]);
    assert!(import.evidence.symptom.unwrap().contains("invalid_target"));
}

#[test]
fn the_log_of_mcp_remote_gives_the_server_and_the_error() {
    let import = import(
        "[32815] Using automatically selected callback port: 49762\n[32815] [32815] Connecting to remote server: https://h.example/sse\n[32815] Using transport strategy: http-first\n[32815] Fatal error: Error: Incompatible auth server: does not support dynamic client registration",
    );
    assert_eq!(
        import.evidence.server.as_deref(),
        Some("https://h.example/sse")
    );
    assert!(
        import
            .evidence
            .symptom
            .unwrap()
            .contains("Incompatible auth server")
    );
    assert_eq!(
        import.recognised[0].parts[0].value.as_deref(),
        Some("49762")
    );
}

#[test]
fn a_logged_challenge_is_an_answer_of_the_server() {
    for line in [
        r#"worker quit with fatal: Transport channel closed, when AuthRequired(AuthRequiredError { www_authenticate_header: "Bearer realm=\"OAuth\", resource_metadata=\"https://h.example/x\"" })"#,
        r#"Received WWW-Authenticate header: Bearer realm="OAuth", resource_metadata="https://h.example/x""#,
    ] {
        let import = import(line);
        let response = import.evidence.exchanges[0].response.as_ref().unwrap();
        assert_eq!(
            response.headers.get("www-authenticate").as_deref(),
            Some(r#"Bearer realm="OAuth", resource_metadata="https://h.example/x""#)
        );
        assert_eq!(response.status, 401);
    }
}

#[test]
fn an_access_log_gives_paths_and_statuses_of_the_server() {
    let import = import(
        "https://h.example/mcp\nINFO:     127.0.0.1:5 - \"POST /mcp HTTP/1.1\" 401 Unauthorized\n10.0.0.1 - - [26/Nov/2026:10:00:00 +0000] \"GET /.well-known/oauth-protected-resource/mcp HTTP/1.1\" 404 153 \"-\" \"node\"\n",
    );
    let seen: Vec<(&str, u16)> = import
        .evidence
        .exchanges
        .iter()
        .map(|one| (one.request.url.as_str(), one.status()))
        .collect();
    assert_eq!(
        seen,
        [
            ("https://h.example/mcp", 401),
            (
                "https://h.example/.well-known/oauth-protected-resource/mcp",
                404
            )
        ]
    );
    assert_eq!(kinds(&import).last(), Some(&Kind::Log));
}
