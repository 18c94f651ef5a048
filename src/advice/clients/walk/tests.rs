//! Where each client stops.

use super::{ALL, matrix, stands_for};
use crate::advice::clients::{Does, Ends, Row};
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
fn a_slash_behind_the_issuer_that_was_asked_for_stops_some_of_those_that_compare() {
    let text = format!(
        "server: https://h.example/mcp
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < {{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example/\"]}}
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {GOOD}"
    );
    let rows = matrix(&transcript::read(&text).unwrap());
    assert_eq!(stop(&rows, "typescript-sdk-2"), None);
    assert_eq!(stop(&rows, "python-sdk"), Some("issuer"));
    assert_eq!(stop(&rows, "rmcp"), Some("issuer"));
}

#[test]
fn a_slash_behind_the_servers_own_origin_is_nothing_where_no_metadata_names_another() {
    let text = format!(
        "server: https://as.example/mcp
        > GET https://as.example/.well-known/oauth-protected-resource/mcp
        < 404
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {}",
        GOOD.replace(
            "\"issuer\":\"https://as.example\"",
            "\"issuer\":\"https://as.example/\""
        )
    );
    let rows = matrix(&transcript::read(&text).unwrap());
    for client in ["typescript-sdk-1", "typescript-sdk-2", "python-sdk"] {
        let row = rows.iter().find(|row| row.client == client).unwrap();
        assert_eq!(row.ends, Ends::GetsIn, "{client}: {:?}", row.steps);
    }
    assert_eq!(stop(&rows, "rmcp"), Some("issuer"));
}

#[test]
fn a_path_instead_of_a_metadata_url_stops_who_wants_a_url() {
    let text = format!(
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        < 401
        < WWW-Authenticate: Bearer resource_metadata=\"/.well-known/oauth-protected-resource/mcp\"
        > GET https://h.example/.well-known/oauth-protected-resource/mcp
        < 200
        < {{\"resource\":\"https://h.example/mcp\",\"authorization_servers\":[\"https://as.example\"]}}
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {GOOD}"
    );
    let rows = matrix(&transcript::read(&text).unwrap());
    assert_eq!(stop(&rows, "python-sdk"), Some("resource metadata"));
    assert_eq!(stop(&rows, "typescript-sdk-1"), None);
}

#[test]
fn what_is_demanded_beyond_an_ordinary_request_stops_who_does_not_do_it() {
    for demand in [
        "require_pushed_authorization_requests",
        "require_signed_request_object",
    ] {
        let server = GOOD.replace('{', &format!("{{\"{demand}\":true,"));
        let rows = rows("https://h.example/mcp", &server);
        for client in [
            "typescript-sdk-1",
            "typescript-sdk-2",
            "python-sdk",
            "mcp-remote",
        ] {
            assert_eq!(stop(&rows, client), Some("demands"), "{client}");
        }
        let unknown = rows.iter().find(|row| row.client == "cursor").unwrap();
        assert_eq!(unknown.ends, Ends::Unknown);
    }
}

#[test]
fn a_library_asks_for_a_document_where_only_documents_are_accepted() {
    let server = GOOD.replace(
        "\"registration_endpoint\":\"https://as.example/r\"",
        "\"client_id_metadata_document_supported\":true",
    );
    let rows = rows("https://h.example/mcp", &server);
    for client in ["typescript-sdk-2", "python-sdk", "rmcp"] {
        let row = rows.iter().find(|row| row.client == client).unwrap();
        assert_eq!(row.ends, Ends::Asks, "{client}");
    }
}

#[test]
fn a_client_of_which_nobody_knows_whether_it_renews_says_so_and_gets_in() {
    let rows = rows("https://h.example/mcp", GOOD);
    let refresh = |client: &str| {
        let row = rows.iter().find(|row| row.client == client).unwrap();
        let step = row
            .steps
            .iter()
            .find(|step| step.step == "refresh")
            .unwrap();
        (step.does, step.why.clone(), row.ends)
    };
    let (does, why, ends) = refresh("codex");
    assert_eq!((does, ends), (Does::NotModelled, Ends::GetsIn));
    assert!(why.contains("is not known"), "{why}");
    assert_eq!(refresh("python-sdk").0, Does::GoesOn);
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

/// What people reported of one client at one server, as its metadata: where the client ended.
const REPORTED: &[(&str, &str, &str, Ends, Option<&str>)] = &[
    // forcedotcom/mcp-hosted#47: “must advertise PKCE support with code_challenge_methods_supported containing S256”.
    (
        "chatgpt",
        "\"code_challenge_methods_supported\":[\"S256\"]",
        "\"x\":1",
        Ends::Stops,
        Some("pkce"),
    ),
    // zed-industries/zed#60358: the same, and the browser never opens.
    (
        "zed",
        "\"code_challenge_methods_supported\":[\"S256\"]",
        "\"x\":1",
        Ends::Stops,
        Some("pkce"),
    ),
    // tableau/tableau-mcp#772: no registration endpoint.
    (
        "copilot-studio",
        "\"registration_endpoint\"",
        "\"x\"",
        Ends::Asks,
        None,
    ),
    // home-assistant/core#179326: the document is announced, and no method is listed; there is no registration either.
    (
        "claude-ai",
        "\"registration_endpoint\":\"https://as.example/r\"",
        "\"client_id_metadata_document_supported\":true",
        Ends::Asks,
        None,
    ),
    // pomerium/pomerium#6692 and others, the way out: the server says that it takes documents without a secret.
    (
        "chatgpt",
        "\"registration_endpoint\":\"https://as.example/r\"",
        "\"client_id_metadata_document_supported\":true,\"token_endpoint_auth_methods_supported\":[\"none\"]",
        Ends::GetsIn,
        None,
    ),
    // The same with secrets only: neither of the two methods of ChatGPT's document.
    (
        "chatgpt",
        "\"registration_endpoint\":\"https://as.example/r\"",
        "\"client_id_metadata_document_supported\":true,\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]",
        Ends::Stops,
        Some("client authentication"),
    ),
];

#[test]
fn clients_end_where_people_reported_it() {
    for (client, from, to, ends, stops_at) in REPORTED {
        let document = GOOD.replace(from, to);
        assert_ne!(document, GOOD, "{from}");
        let rows = rows("https://h.example/mcp", &document);
        let row = rows.iter().find(|row| row.client == *client).unwrap();
        assert_eq!(
            (row.ends, row.stops_at),
            (*ends, *stops_at),
            "{client}: {row:#?}"
        );
    }
}

#[test]
fn claude_registers_where_its_document_is_announced_and_no_method_without_a_secret_is_listed() {
    let document = GOOD.replace(
        "\"issuer\"",
        "\"client_id_metadata_document_supported\":true,\"issuer\"",
    );
    let rows = rows("https://h.example/mcp", &document);
    let why = |client: &str| {
        let row = rows.iter().find(|row| row.client == client).unwrap();
        let stage = row.steps.iter().find(|stage| stage.step == "registration");
        stage.unwrap().why.clone()
    };
    assert!(
        why("claude-ai").starts_with("By dynamic registration."),
        "{}",
        why("claude-ai")
    );
    assert!(why("claude-ai").contains("only where none is among"));
    assert_eq!(why("claude-code"), "By its client ID metadata document.");
}

#[test]
fn what_stops_a_client_names_the_page_that_tells_it() {
    for row in rows(
        "https://other.example/",
        &GOOD.replace(
            "as.example\",\"authorization",
            "x.example\",\"authorization",
        ),
    ) {
        for stage in row.steps.iter().filter(|stage| stage.does == Does::Stops) {
            assert!(stage.source.is_some(), "{}: {}", row.client, stage.step);
        }
    }
}

#[test]
fn a_server_at_home_is_out_of_reach_from_a_cloud_and_a_public_one_lets_all_in() {
    let at = |server: &str, status: &str| {
        let text = format!(
            "server: {server}
            > POST {server}
            > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
            < {status}
            < {{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{}}}}"
        );
        matrix(&transcript::read(&text).unwrap())
    };
    let home = at("http://192.168.1.4/mcp", "401");
    assert_eq!(stop(&home, "chatgpt"), Some("contact"));
    assert_eq!(stop(&home, "vscode"), None);
    for row in at("https://h.example/mcp", "200") {
        let local = row.client == "junie";
        assert_eq!(row.ends == Ends::GetsIn, !local, "{}", row.client);
    }
}

#[test]
fn a_step_stands_for_rules_that_there_are() {
    let steps = rows("https://h.example/mcp", GOOD);
    let steps = steps
        .iter()
        .flat_map(|row| &row.steps)
        .map(|stage| stage.step);
    let rules: Vec<&str> = steps.flat_map(stands_for).copied().collect();
    assert!(!rules.is_empty());
    for id in rules {
        assert!(crate::rules::ALL.iter().any(|rule| rule.id == id), "{id}");
    }
}

#[test]
fn every_client_can_be_walked_alone() {
    let text = "server: https://h.example/mcp";
    let evidence = transcript::read(text).unwrap();
    for profile in ALL {
        assert_eq!(super::one(profile, &evidence).client, profile.id);
    }
}
