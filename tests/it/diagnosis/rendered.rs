//! A report as it is read: what a server says in it stays a text.

use mcp_auth_doctor::evidence::{Evidence, transcript};
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::report::{Format, Layout, judge, render};
use mcp_auth_doctor::rules;
use serde_json::{Value, json};

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

/// Two requests that show the same: the finding is one.
const TWICE: &str = r#"
    server: https://mcp.example.com/mcp
    > POST https://mcp.example.com/mcp
    < 401
    < WWW-Authenticate: Bearer

    > POST https://mcp.example.com/mcp
    < 401
    < WWW-Authenticate: Bearer

    > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
    < 404

    > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
    < 404
"#;

#[test]
fn a_finding_that_several_requests_show_is_told_once() {
    for text in [TWICE, "symptom: failed to connect"] {
        let report = judge(&transcript::read(text).unwrap());
        let mut told: Vec<String> = Vec::new();
        let log: Value =
            serde_json::from_str(&render(&report, Format::Sarif, Layout::default())).unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            told.push(format!(
                "{} {}",
                result["ruleId"], result["message"]["text"]
            ));
        }
        let markdown = render(&report, Format::Markdown, Layout::default());
        let rows = markdown
            .lines()
            .filter(|line| line.starts_with("| ") || line.starts_with("- **"));
        told.extend(rows.filter(|row| !row.contains("---")).map(str::to_owned));
        let mut once = told.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), told.len(), "{told:#?}");
        // The cause stands above: neither among the other causes nor among what was found besides.
        if let Some(cause) = &report.cause {
            let title = format!("| {} |", cause.title);
            assert!(!markdown.contains(&title), "{markdown}");
            let other = format!("- **{}**", cause.title);
            assert!(!markdown.contains(&other), "{markdown}");
        }
    }
}

#[test]
fn the_headline_is_not_said_again_by_an_action() {
    for text in [TWICE, "symptom: failed to connect", "symptom: hello"] {
        let report = judge(&transcript::read(text).unwrap());
        for format in [Format::Text, Format::Markdown] {
            let layout = Layout {
                all: true,
                ..Layout::default()
            };
            let shown = render(&report, format, layout);
            let said = shown.matches("We need more information").count();
            assert!(said <= 1, "{shown}");
        }
    }
}

#[test]
fn an_action_shows_the_command_line_that_carries_it_out() {
    let report = judge(&transcript::read(TWICE).unwrap());
    let commands: Vec<Option<String>> = report
        .actions
        .iter()
        .enumerate()
        .map(|(at, _)| {
            Some(format!(
                "npx mcp-auth-doctor sign-in \u{1b}[2J --action number-{at}"
            ))
        })
        .collect();
    for format in [Format::Text, Format::Markdown] {
        let layout = Layout {
            all: true,
            commands: commands.clone(),
            ..Layout::default()
        };
        let shown = render(&report, format, layout);
        for at in 0..commands.len() {
            assert!(
                shown.contains(&format!("--action number-{at}\n")),
                "{shown}"
            );
        }
        assert!(!shown.contains('\u{1b}'));
    }
}

#[test]
fn each_finding_names_the_checks_of_the_conformance_suite() {
    let metadata = r#"
        > GET https://auth.example.com/.well-known/oauth-authorization-server
        < 200
        < {"issuer":"https://auth.example.com","code_challenge_methods_supported":["plain"]}
    "#;
    let report = judge(&transcript::read(metadata).unwrap());
    for finding in &report.findings {
        let rule = rules::by_id(&finding.rule).unwrap();
        assert_eq!(finding.conformance, rule.conformance);
    }
    let json: Value =
        serde_json::from_str(&render(&report, Format::Json, Layout::default())).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let named = findings
        .iter()
        .find(|one| one["rule"] == "server/pkce-without-s256");
    assert_eq!(
        named.unwrap()["conformance"][0],
        "authorization-server-metadata"
    );
}
