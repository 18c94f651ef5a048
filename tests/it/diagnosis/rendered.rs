//! A report as it is read: what a server says in it stays a text.

use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::report::{Format, Layout, judge, render};
use serde_json::json;

#[test]
fn what_a_server_says_commands_no_terminal_and_marks_nothing_up() {
    let words = "\u{1b}]0;owned\u{7}\u{1b}[2Jgone\r\u{9b}31m <script>alert(1)</script> [click](javascript:alert(1)) \u{202e}reversed";
    let body = json!({ "error": words, "error_description": words }).to_string();
    let exchange = |url: &str, body: &str| Exchange {
        request: Request::post(
            url,
            "application/x-www-form-urlencoded",
            "grant_type=authorization_code",
        ),
        response: Some(Response {
            status: 400,
            headers: Headers::new()
                .with("Server", words)
                .with("WWW-Authenticate", format!("Bearer error=\"{words}\"")),
            body: Some(body.to_owned()),
            ..Response::default()
        }),
        ..Exchange::default()
    };
    let evidence = Evidence {
        server: Some("https://mcp.example/mcp".to_owned()),
        symptom: Some(words.to_owned()),
        exchanges: vec![
            exchange(&format!("https://mcp.example/mcp?{words}"), &body),
            exchange("https://as.example/token", &body),
            exchange("https://as.example/register", &body),
        ],
        ..Evidence::default()
    };
    let report = judge(&evidence);
    for colour in [false, true] {
        let text = render(
            &report,
            Format::Text,
            Layout {
                colour,
                ..Layout::default()
            },
        );
        let own = text.replace("\u{1b}[", "");
        assert!(
            !own.contains(['\u{1b}', '\u{7}', '\r', '\u{9b}', '\u{202e}']),
            "{own:?}"
        );
        assert!(!text.contains("\u{1b}[2J"), "{text:?}");
    }
    let markdown = render(&report, Format::Markdown, Layout::default());
    // What stands in a code span is text (CommonMark §6.1).
    let prose: String = markdown.split('`').step_by(2).collect();
    assert!(
        !prose.contains("](javascript:") && !prose.contains("<script>"),
        "{prose}"
    );
}
