//! What people have, and what it is recognised as.

mod captures;
mod configurations;
mod curl;
mod forms;
mod logs;
mod secrets;

use super::{Import, Kind, add_message, read};
use crate::evidence::Evidence;
use crate::evidence::reading::Reading;
use crate::spec::Revision;

fn import(text: &str) -> Import {
    read(text).unwrap()
}

fn kinds(import: &Import) -> Vec<Kind> {
    import.recognised.iter().map(|one| one.kind).collect()
}

#[test]
fn two_answers_in_a_row_are_two_exchanges() {
    let import = import("HTTP/1.1 301 Moved\nLocation: /mcp/\n\nHTTP/1.1 401 Unauthorized\n\n");
    assert_eq!(import.evidence.exchanges.len(), 2);
    assert_eq!(import.evidence.exchanges[1].status(), 401);
}

#[test]
fn header_lines_alone_are_a_challenge_of_unknown_status() {
    let import = import("WWW-Authenticate: Bearer realm=\"OAuth\", error=\"invalid_token\"");
    assert_eq!(kinds(&import), [Kind::Headers]);
    let reading = Reading::new(&import.evidence, Revision::NEWEST);
    assert_eq!(reading.mcp.len(), 1);
    assert!(
        import.evidence.exchanges[0]
            .response
            .as_ref()
            .unwrap()
            .headers_partial
    );
}

#[test]
fn a_metadata_document_alone_is_read_and_its_place_is_said_to_be_unknown() {
    let import = import(
        "{\"issuer\":\"https://as.example/t\",\"authorization_endpoint\":\"https://as.example/a\"}",
    );
    assert_eq!(kinds(&import), [Kind::ServerMetadata]);
    assert!(import.recognised[0].notes[0].contains("isn't known"));
    let reading = Reading::new(&import.evidence, Revision::NEWEST);
    assert_eq!(reading.server_documents().count(), 1);
}

#[test]
fn a_document_after_its_address_belongs_there() {
    let import = import(
        "https://h.example/.well-known/oauth-protected-resource\n{\"resource\":\"https://h.example/mcp\",\n \"authorization_servers\":[\"https://as.example\"]}",
    );
    assert_eq!(
        import.evidence.exchanges[0].request.url,
        "https://h.example/.well-known/oauth-protected-resource"
    );
    assert_eq!(
        import.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
}

#[test]
fn several_pieces_add_up() {
    let import = import(
        "https://h.example/mcp\n\nWWW-Authenticate: Bearer\n\n{\"issuer\":\"https://as.example\",\"token_endpoint\":\"https://as.example/t\",\"authorization_endpoint\":\"https://as.example/a\"}\n\n{\"error\":\"invalid_client\"}\n\nError: token exchange failed",
    );
    let urls: Vec<&str> = import
        .evidence
        .exchanges
        .iter()
        .map(|one| one.request.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "https://h.example/mcp",
            "https://as.example/.well-known/oauth-authorization-server",
            "https://as.example/t"
        ]
    );
    assert_eq!(
        import.evidence.symptom.as_deref(),
        Some("Error: token exchange failed")
    );
}

#[test]
fn an_authorization_url_is_explained_and_what_is_missing_is_flagged() {
    let import = import(
        "https://as.example/authorize?response_type=code&client_id=c&state=s3cret&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb",
    );
    let piece = &import.recognised[0];
    assert_eq!(piece.kind, Kind::AuthorizationUrl);
    let part = |name: &str| piece.parts.iter().find(|part| part.name == name).unwrap();
    assert_eq!(part("state").value.as_deref(), Some("[withheld-1:6]"));
    assert_eq!(part("code_challenge").value, None);
    assert!(part("code_challenge").meaning.contains("PKCE"));
    assert_eq!(
        part("redirect_uri").value.as_deref(),
        Some("http://127.0.0.1:1/cb")
    );
}

#[test]
fn an_authorization_url_cut_at_the_ampersand_is_recognised() {
    let import = import("https://as.example/authorize?response_type=code");
    assert!(import.recognised[0].notes[0].contains("cut at the first &"));
}

#[test]
fn a_callback_url_shows_its_error_and_hides_its_code() {
    let error = import("http://localhost:33418/?error=invalid_scope&state=abc");
    assert_eq!(kinds(&error), [Kind::Callback]);
    let code = import("http://127.0.0.1:1/callback?code=topsecret&state=abc&iss=https%3A%2F%2Fas");
    assert!(!format!("{:?}", code.recognised).contains("topsecret"));
}

#[test]
fn an_error_of_an_sdk_is_an_answer_and_the_symptom() {
    let typescript = import(
        "https://h.example/mcp\nError: Error POSTing to endpoint (HTTP 400): {\"error\":\"invalid_token\"}",
    );
    let exchange = &typescript.evidence.exchanges[0];
    assert_eq!(
        (exchange.status(), exchange.request.method.as_str()),
        (400, "POST")
    );
    assert_eq!(exchange.body(), Some("{\"error\":\"invalid_token\"}"));
    assert!(typescript.evidence.symptom.is_some());
    let rust = import(
        "HTTP status client error (404 Not Found) for url (https://h.example/.well-known/oauth-authorization-server)",
    );
    assert_eq!(rust.evidence.exchanges[0].request.method, "GET");
    assert_eq!(rust.evidence.exchanges[0].status(), 404);
}

#[test]
fn our_own_evidence_and_a_har_come_back() {
    let own = import("{\"server\":\"https://h.example/mcp\",\"exchanges\":[]}");
    assert_eq!(
        own.evidence.server.as_deref(),
        Some("https://h.example/mcp")
    );
    let har = import(
        "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://h.example/\"},\"response\":{\"status\":200}}]}}",
    );
    assert_eq!(kinds(&har), [Kind::Har]);
    assert_eq!(har.evidence.exchanges.len(), 1);
}

#[test]
fn a_broken_har_says_where() {
    assert!(
        read("{\"log\":{\"entries\":[{\"request\":")
            .unwrap_err()
            .received
            .contains("line 1")
    );
    assert!(
        read("{\"log\":{\"entries\":[{}]}}")
            .unwrap_err()
            .what
            .contains("entries[0]")
    );
    assert!(read("  ").is_err());
}

#[test]
fn an_error_message_is_the_symptom() {
    let import = import("Incompatible auth server: does not support dynamic client registration");
    assert_eq!(kinds(&import), [Kind::Text]);
    assert!(import.evidence.exchanges.is_empty());
}

#[test]
fn of_a_very_long_log_the_beginning_and_the_end_are_read() {
    let quiet = "2026-01-01T00:00:00Z INFO nothing happens\n".repeat(150_000);
    let read = import(&format!(
        "ERROR first_error happened\n{quiet}ERROR last_error happened\n"
    ));
    let symptom = read.evidence.symptom.unwrap();
    assert!(symptom.contains("first_error") && symptom.contains("last_error"));
    assert!(
        read.recognised[0].notes[0].contains("50001 lines"),
        "{:?}",
        read.recognised[0]
    );
}

#[test]
fn hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    for text in [
        "{\n".repeat(100_000),
        "{\"a\":[\n".repeat(50_000),
        "HTTP/1.1 200 OK\n".repeat(100_000),
        "> ".repeat(300_000),
        "\\\n".repeat(100_000),
        "curl \\\n".repeat(100_000),
        "\" HTTP/".repeat(100_000),
        "www_authenticate_header: \"".repeat(30_000),
        "[mcp_servers.x]\n".repeat(50_000),
    ] {
        let _ = read(&text);
    }
    // Seconds of a busy machine; what grows with the square takes hours.
    assert!(started.elapsed().as_secs() < 300, "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(\\PC|\n|[{}\"\\[\\]:<>*=&?/.]|curl |HTTP/1.1 401\n|WWW-Authenticate: |https://h/|Bearer |\\[mcp_servers.x\\]\n){0,40}") {
        let _ = read(&text);
    }
}
